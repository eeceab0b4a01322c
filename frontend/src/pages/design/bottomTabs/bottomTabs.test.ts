/** The tabs under the canvas are found, and what opens one names one that exists. */

import "../../../testing/browserGlobals";
import { expect, test } from "vitest";
import { inspectorTabs } from "../../../features/inspector/tabs/allTabs";
import { bottomTabs } from "./allTabs";

const sources = import.meta.glob<string>(["../../../**/*.{ts,tsx}", "!../../../**/*.test.{ts,tsx}"], {
  query: "?raw",
  import: "default",
  eager: true,
});

test("the tabs stand in their order", () => {
  expect(bottomTabs.map(({ name }) => name)).toEqual(["problems", "results", "log", "history", "comments"]);
  expect(inspectorTabs.map(({ name }) => name)).toEqual(["parameters", "data", "notes", "help"]);
});

test("every tab that is opened by its name exists", () => {
  const opened = Object.values(sources).flatMap((source) =>
    [...source.matchAll(/toggleBottomTab\("(\w+)"\)|bottomTab: "(\w+)"/g)].map(([, toggled, set]) => toggled ?? set),
  );
  expect(new Set(opened).size).toBeGreaterThan(2);
  const names = new Set(bottomTabs.map(({ name }) => name));
  expect(opened.filter((name) => !names.has(name!))).toEqual([]);
});

test("a visitor of a link is offered neither the log nor comments that the link withholds", () => {
  const link = { share: "abc", comments: false } as never;
  const offered = bottomTabs.filter(({ isOfferedTo }) => !isOfferedTo || isOfferedTo(link));
  expect(offered.map(({ name }) => name)).toEqual(["problems", "results", "history"]);
});
