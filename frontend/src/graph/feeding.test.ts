import { expect, test } from "vitest";
import { asInputs, feeds, placedNode, usualInputs } from "./feeding";
import { accepts, design, modules, node } from "./testing";

const drawn = design({
  data: node("dataset"),
  clean: node("clean", { dataset: "data.dataset" }, { y: 100 }),
  learner: node("learner", {}, { x: 300 }),
  rows: node("add_rows", { datasets: ["clean.cleaned", "data.dataset"] }, { y: 200 }),
});
const table = modules.get("clean")!.inputs[0]!;
const usual = (placed: string | null, selection: string[], module = "clean") =>
  usualInputs(drawn, modules, accepts, modules.get(module)!, { placed, selection });

test("outputs that fit are offered in the order of the data, with their port where a node has several", () => {
  expect(feeds(drawn, modules, accepts, table).map(({ reference, several }) => [reference, several])).toEqual([
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
  expect(usualInputs(drawn, modules, accepts, optional, { placed: null, selection: [] })).toEqual({ dataset: [] });
  const empty = design({ learner: node("learner") });
  expect(usualInputs(empty, modules, accepts, modules.get("clean")!, { placed: null, selection: [] })).toEqual({
    dataset: [],
  });
});

test("of several cards of a module the selected one counts", () => {
  const twice = design({ one: node("clean"), two: node("clean", {}, { y: 100 }) });
  expect(["two", "elsewhere"].map((id) => placedNode(twice, "clean", [id]))).toEqual(["two", "one"]);
  expect(placedNode(twice, null, ["two"])).toBeNull();
});

test("inputs are told as a node has them", () => {
  const many = modules.get("add_rows")!;
  expect(asInputs(many, { datasets: ["a.x", "b.x"] })).toEqual({ datasets: ["a.x", "b.x"] });
  expect(asInputs(modules.get("clean")!, { dataset: ["a.x"], gone: ["b.x"] })).toEqual({ dataset: "a.x" });
  expect(asInputs(many, { datasets: [] })).toEqual({});
});
