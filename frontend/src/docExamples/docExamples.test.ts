/** What docs/extending shows is what stands here, is checked by the compiler, and does what the page says. */

import "../testing/browserGlobals";
import { expect, test } from "vitest";
import { matchPage } from "../lib/pageDeclaration";
import { useDesign } from "../stores/designStore";
import { useUi } from "../stores/uiStore";
import { selectDisabledAction } from "./selectDisabled";
import tagsPage from "./tags.page";

const pages = import.meta.glob<string>("../../../docs/extending/*.md", {
  query: "?raw",
  import: "default",
  eager: true,
});
const examples = import.meta.glob<string>(["./**/*.{ts,tsx}", "!./*.test.ts"], {
  query: "?raw",
  import: "default",
  eager: true,
});

test.each(Object.entries(examples))("%s stands in the docs as it is here", (name, source) => {
  const shown = Object.values(pages).some((page) => page.includes(source.trimEnd()));
  expect(shown, `Copy frontend/src/docExamples/${name.slice(2)} into the page of docs/extending that shows it.`).toBe(
    true,
  );
});

test("the page of the example is at its address, with and without the part that may be missing", () => {
  expect(matchPage(tagsPage, "/tags")).toEqual({});
  expect(matchPage(tagsPage, "/tags/best%20one/")).toEqual({ tag: "best one" });
  expect([matchPage(tagsPage, "/"), matchPage(tagsPage, "/tags/a/b"), matchPage(tagsPage, "/runs")]).toEqual([
    null,
    null,
    null,
  ]);
});

test("the action of the example selects what is left out", () => {
  const nodes = { a: { disabled: true }, b: { disabled: false } };
  useDesign.setState({ document: { nodes, groups: {}, notes: {} } as never });
  selectDisabledAction.perform();
  expect(useUi.getState().selection).toEqual(["a"]);
});
