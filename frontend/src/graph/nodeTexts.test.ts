import { expect, test } from "vitest";
import { formatBytes, formatSeconds, joinWords, pluralize } from "../messages/formatting";
import { computeEditDistance, searchItems } from "./fuzzySearch";
import { createFreshId } from "./ids";
import { formatColumnSelection, formatSubtitle } from "./nodeSubtitle";
import { findRunnableNodes } from "./runnableNodes";
import { makeDesign, makeNode, TEST_MODULES } from "./testing/designFixtures";

const words = (parameters: Parameters<typeof makeNode>[2]) =>
  formatSubtitle(makeNode("clean", {}, parameters), TEST_MODULES.get("clean"));

test("a subtitle says what differs from the default", () => {
  expect(words({ parameters: { cleaning_mode: "Remove entire row", seed: 7 } })).toBe("Remove entire row, seed 7");
});

test("a parameter that the form hides is not in the subtitle", () => {
  expect(words({ parameters: { cleaning_mode: "Remove entire row", minimum: 3 } })).toBe("Remove entire row");
});

test("without a difference the defaults are told", () => {
  expect(words({})).toBe("Mean, minimum 0");
  expect(formatSubtitle(makeNode("learner"), TEST_MODULES.get("learner"))).toBe("100 trees");
});

test("a text of several lines is told by its first, as it is", () => {
  expect(words({ parameters: { data: "a,b,y\n1,2,3\n" } })).toBe("a,b,y");
});

test("a column's name is written as it is, also at the beginning", () => {
  expect(words({ parameters: { columns: { start: "none", names: ["a", "b", "y"] } } })).toBe("a, b and y");
  expect(words({ parameters: { columns: { start: "all", names: ["a"] } } })).toBe("All but a");
});

test("a module without parameters says what it does", () => {
  expect(formatSubtitle(makeNode("add_rows"), TEST_MODULES.get("add_rows"))).toBe("Does add_rows");
});

test.each([
  [{ start: "all", names: ["a"] } as const, "all but a"],
  [{ start: "none", names: ["a", "b"] } as const, "a and b"],
  [{ start: "rule", types: ["integer", "real"], names: [] } as const, "integer and real columns"],
  [{ start: "rule", containing: "rate", names: ["x"] } as const, 'all columns with "rate" but x'],
])("the choice of columns %j reads %j", (choice, expected) => {
  expect(formatColumnSelection(choice as unknown as Parameters<typeof formatColumnSelection>[0])).toBe(expected);
});

test("numbers are told in words", () => {
  expect([pluralize(1, "row"), pluralize(1204, "row")]).toEqual(["1 row", "1,204 rows"]);
  expect([formatBytes(900), formatBytes(26_000), formatBytes(1_500_000)]).toEqual(["900 bytes", "26 KB", "1.5 MB"]);
  expect([formatSeconds(0.02), formatSeconds(0.4), formatSeconds(12.4), formatSeconds(125)]).toEqual([
    "< 0.1 s",
    "0.4 s",
    "12 s",
    "2 min 5 s",
  ]);
  expect(joinWords(["a", "b", "c", "d"], 3)).toBe("a, b and 2 more");
});

test("search forgives typing errors and puts titles first", () => {
  const titles = ["XGBoost Regression", "Linear Regression", "Split Data", "Train Model"];
  const find = (query: string) => searchItems(titles, query, (title) => [title]).map((match) => match.item);
  expect(find("xgbost")).toEqual(["XGBoost Regression"]);
  expect(find("splt dat")).toEqual(["Split Data"]);
  expect(find("regr lin")).toEqual(["Linear Regression"]);
  expect(find("zzz")).toEqual([]);
});

test("a distance counts swapped letters once", () => {
  expect([
    computeEditDistance("train", "train"),
    computeEditDistance("tarin", "train"),
    computeEditDistance("trian", "train"),
  ]).toEqual([0, 1, 1]);
});

test("a new id is the module's name, then numbered", () => {
  expect(createFreshId("clean", new Set(["clean", "clean_2"]))).toBe("clean_3");
});

test("what has no problem above it can run, and its ends are the targets", () => {
  const drawn = makeDesign({
    data: makeNode("dataset"),
    clean: makeNode("clean", { dataset: "data.dataset" }),
    train: makeNode("train_model", { dataset: "clean.cleaned" }),
    after: makeNode("clean", { dataset: "train.model" }),
  });
  const said = { message: "", rule: "", reason: "", severity: "error" as const, silence: [] };
  const problem = { node: "train", field: null, fix: null, ...said };
  expect(findRunnableNodes(drawn, [problem])).toEqual(["clean"]);
  expect(findRunnableNodes(drawn, [{ ...problem, node: null }])).toEqual([]);
});

test("the module of that very name comes before longer names with the same words", () => {
  const titles = ["Train Clustering Model", "Train Model"];
  expect(searchItems(titles, "train model", (title) => [title])[0]!.item).toBe("Train Model");
});
