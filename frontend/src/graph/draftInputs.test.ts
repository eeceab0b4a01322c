import { expect, test } from "vitest";
import { findNodeOfModule, listDraftInputs, suggestDraftInputs, toNodeInputs } from "./draftInputs";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "./testing/designFixtures";

const drawn = makeDesign({
  data: makeNode("dataset"),
  clean: makeNode("clean", { dataset: "data.dataset" }, { y: 100 }),
  learner: makeNode("learner", {}, { x: 300 }),
  rows: makeNode("add_rows", { datasets: ["clean.cleaned", "data.dataset"] }, { y: 200 }),
});
const table = TEST_MODULES.get("clean")!.inputs[0]!;
const usual = (placed: string | null, selection: string[], module = "clean") =>
  suggestDraftInputs(drawn, TEST_MODULES, TEST_ACCEPTS, TEST_MODULES.get(module)!, { placed, selection });

test("outputs that fit are offered in the order of the data, with their port where a node has several", () => {
  expect(
    listDraftInputs(drawn, TEST_MODULES, TEST_ACCEPTS, table).map(({ reference, several }) => [reference, several]),
  ).toEqual([
    ["data.dataset", false],
    ["clean.cleaned", true],
    ["rows.rows", false],
  ]);
});

test("an input is fed as in the design, else by the selected card, else by the first that fits", () => {
  expect(usual("clean", [])).toEqual({ dataset: ["data.dataset"] });
  expect(usual(null, ["rows"])).toEqual({ dataset: ["rows.rows"] });
  expect(usual(null, ["learner"])).toEqual({ dataset: ["data.dataset"] });
  expect(usual("rows", [], "add_rows")).toEqual({ datasets: ["clean.cleaned", "data.dataset"] });
});

test("a port that may be free stays free, and nothing is offered where nothing fits", () => {
  const optional = { inputs: [{ ...table, optional: true }] };
  expect(suggestDraftInputs(drawn, TEST_MODULES, TEST_ACCEPTS, optional, { placed: null, selection: [] })).toEqual({
    dataset: [],
  });
  const empty = makeDesign({ learner: makeNode("learner") });
  expect(
    suggestDraftInputs(empty, TEST_MODULES, TEST_ACCEPTS, TEST_MODULES.get("clean")!, { placed: null, selection: [] }),
  ).toEqual({
    dataset: [],
  });
});

test("of several cards of a module the selected one counts", () => {
  const twice = makeDesign({ one: makeNode("clean"), two: makeNode("clean", {}, { y: 100 }) });
  expect(["two", "elsewhere"].map((id) => findNodeOfModule(twice, "clean", [id]))).toEqual(["two", "one"]);
  expect(findNodeOfModule(twice, null, ["two"])).toBeNull();
});

test("inputs are told as a node has them", () => {
  const many = TEST_MODULES.get("add_rows")!;
  expect(toNodeInputs(many, { datasets: ["a.x", "b.x"] })).toEqual({ datasets: ["a.x", "b.x"] });
  expect(toNodeInputs(TEST_MODULES.get("clean")!, { dataset: ["a.x"], gone: ["b.x"] })).toEqual({ dataset: "a.x" });
  expect(toNodeInputs(many, { datasets: [] })).toEqual({});
});
