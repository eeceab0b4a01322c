/** Pages register by being written: each has an address, a place in the navigation and an action of its own. */

import "../testing/browserGlobals";
import { expect, test } from "vitest";
import { getPageAddress, getPageKey, matchPage } from "./pageDeclaration";
import { findPage, pages } from "./pages";

const findDuplicates = (values: readonly unknown[]) => values.filter((value, at) => values.indexOf(value) !== at);

test("each page has an address, a place in the navigation and an action of its own", () => {
  const paths = pages.map(({ path }) => path.replace(/:\w+/g, ":"));
  expect(findDuplicates(paths), "Two pages have this path. Give one of them another.").toEqual([]);
  const places = pages.flatMap(({ nav }) => nav?.order ?? []);
  expect(findDuplicates(places), "Two pages have this place in the navigation. Give one another order.").toEqual([]);
  const ids = pages.flatMap(({ goTo }) => goTo?.id ?? []);
  expect(findDuplicates(ids), "Two pages have this id of an action. Give the new one another.").toEqual([]);
});

test("an address leads to one page", () => {
  const find = (path: string) => [findPage(path)?.page.path, findPage(path)?.parameters];
  expect(find("/")).toEqual(["/", {}]);
  expect(find("/runs")).toEqual(["/runs", {}]);
  expect(find("/designs/a%20b/")).toEqual(["/designs/:designId", { designId: "a b" }]);
  expect(find("/compare/a,b")).toEqual(["/compare/:runs", { runs: "a,b" }]);
  expect(find("/people")).toEqual(["/people/:section?", {}]);
  expect(find("/people/members")).toEqual(["/people/:section?", { section: "members" }]);
  expect(find("/s/x-1")).toEqual(["/s/:shareId", { shareId: "x-1" }]);
  expect([findPage("/nowhere"), findPage("/designs"), findPage("/designs/a/b")]).toEqual([null, null, null]);
});

test("a broken escape in an address is taken as it is", () => {
  expect(matchPage({ path: "/designs/:designId" }, "/designs/%zz")).toEqual({ designId: "%zz" });
});

test("another design is another page, another section of one page is not", () => {
  const design = { path: "/designs/:designId" };
  expect(getPageKey(design, { designId: "a" })).not.toBe(getPageKey(design, { designId: "b" }));
  const people = { path: "/people/:section?" };
  expect(getPageKey(people, { section: "members" })).toBe(getPageKey(people, {}));
});

test("a link to a page leaves the places inside it out", () => {
  const paths = ["/", "/runs", "/models/:model?/:version?"];
  expect(paths.map((path) => getPageAddress({ path }))).toEqual(["/", "/runs", "/models"]);
});
