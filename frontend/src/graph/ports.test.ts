import { expect, test } from "vitest";
import { apply } from "./edits";
import { connect, connections, disconnect, firstFit, fits, parseReference, removeNodes } from "./ports";
import { accepts, design, modules, node } from "./testing";

const drawn = design({
  data: node("dataset"),
  clean: node("clean", { dataset: "data.dataset" }),
  learner: node("learner"),
  train: node("train_model"),
  rows: node("add_rows", { datasets: ["data.dataset", "clean.cleaned"] }),
  evaluate: node("evaluate_model"),
});
const takes = (source: string, output: string, target: string, input: string) =>
  fits(drawn, modules, accepts, { source, output, target, input });

test("types that are alike fit, others do not", () => {
  expect(takes("learner", "untrained_model", "train", "untrained_model")).toBe(true);
  expect(takes("learner", "untrained_model", "train", "dataset")).toBe(false);
});

test("a dataset port takes an evaluation, since the catalog says so", () => {
  expect(takes("evaluate", "evaluation", "clean", "dataset")).toBe(true);
  expect(takes("data", "dataset", "evaluate", "evaluation")).toBe(false);
});

test("a circle does not fit", () => {
  expect(takes("rows", "rows", "clean", "dataset")).toBe(false);
  expect(takes("clean", "cleaned", "clean", "dataset")).toBe(false);
});

test("a new edge takes the place of the old one", () => {
  const edits = connect(drawn, modules, { source: "rows", output: "rows", target: "clean", input: "dataset" });
  expect(apply(drawn, edits).nodes.clean!.inputs).toEqual({ dataset: "rows.rows" });
});

test("an input that takes several gets one more, and no edge twice", () => {
  const edge = { source: "evaluate", output: "evaluation", target: "rows", input: "datasets" };
  const after = apply(drawn, connect(drawn, modules, edge));
  expect(after.nodes.rows!.inputs.datasets).toEqual(["data.dataset", "clean.cleaned", "evaluate.evaluation"]);
  expect(connect(after, modules, edge)).toEqual([]);
});

test("taking one of several edges leaves the others", () => {
  const gone = connections(drawn).filter((edge) => edge.target === "rows" && edge.source === "data");
  expect(apply(drawn, disconnect(drawn, gone)).nodes.rows!.inputs).toEqual({ datasets: ["clean.cleaned"] });
});

test("deleting a node takes the edges that leave it", () => {
  const after = apply(drawn, removeNodes(drawn, ["data"]));
  expect(Object.keys(after.nodes)).not.toContain("data");
  expect([after.nodes.clean!.inputs, after.nodes.rows!.inputs]).toEqual([{}, { datasets: ["clean.cleaned"] }]);
});

test("the first fitting ports of two modules are found", () => {
  const found = firstFit(modules, accepts, { id: "l", module: "learner" }, { id: "t", module: "train_model" });
  expect(found).toEqual({ source: "l", output: "untrained_model", target: "t", input: "untrained_model" });
  expect(firstFit(modules, accepts, { id: "l", module: "learner" }, { id: "c", module: "clean" })).toBeNull();
});

test("a reference is split at its last dot", () => {
  expect(parseReference("a.b.port")).toEqual({ node: "a.b", port: "port" });
});
