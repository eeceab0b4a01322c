import { expect, test } from "vitest";
import { applyEdits } from "./applyEdits";
import {
  addEdge,
  canConnect,
  findFirstEdge,
  findObviousOutput,
  listEdges,
  parseReference,
  removeEdges,
  removeNodes,
} from "./ports";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "./testing/designFixtures";

const drawn = makeDesign({
  data: makeNode("dataset"),
  clean: makeNode("clean", { dataset: "data.dataset" }),
  learner: makeNode("learner"),
  train: makeNode("train_model"),
  rows: makeNode("add_rows", { datasets: ["data.dataset", "clean.cleaned"] }),
  evaluate: makeNode("evaluate_model"),
});
const takes = (source: string, output: string, target: string, input: string) =>
  canConnect(drawn, TEST_MODULES, TEST_ACCEPTS, { source, output, target, input });

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
  const edits = addEdge(drawn, TEST_MODULES, { source: "rows", output: "rows", target: "clean", input: "dataset" });
  expect(applyEdits(drawn, edits).nodes.clean!.inputs).toEqual({ dataset: "rows.rows" });
});

test("an input that takes several gets one more, and no edge twice", () => {
  const edge = { source: "evaluate", output: "evaluation", target: "rows", input: "datasets" };
  const after = applyEdits(drawn, addEdge(drawn, TEST_MODULES, edge));
  expect(after.nodes.rows!.inputs.datasets).toEqual(["data.dataset", "clean.cleaned", "evaluate.evaluation"]);
  expect(addEdge(after, TEST_MODULES, edge)).toEqual([]);
});

test("taking one of several edges leaves the others", () => {
  const gone = listEdges(drawn).filter((edge) => edge.target === "rows" && edge.source === "data");
  expect(applyEdits(drawn, removeEdges(drawn, gone)).nodes.rows!.inputs).toEqual({ datasets: ["clean.cleaned"] });
});

test("deleting a node takes the edges that leave it", () => {
  const after = applyEdits(drawn, removeNodes(drawn, ["data"]));
  expect(Object.keys(after.nodes)).not.toContain("data");
  expect([after.nodes.clean!.inputs, after.nodes.rows!.inputs]).toEqual([{}, { datasets: ["clean.cleaned"] }]);
});

test("the first fitting ports of two modules are found", () => {
  const found = findFirstEdge(
    TEST_MODULES,
    TEST_ACCEPTS,
    { id: "l", module: "learner" },
    { id: "t", module: "train_model" },
  );
  expect(found).toEqual({ source: "l", output: "untrained_model", target: "t", input: "untrained_model" });
  expect(
    findFirstEdge(TEST_MODULES, TEST_ACCEPTS, { id: "l", module: "learner" }, { id: "c", module: "clean" }),
  ).toBeNull();
});

test("a reference is split at its last dot", () => {
  expect(parseReference("a.b.port")).toEqual({ node: "a.b", port: "port" });
});

test("a new node follows the one output that fits what it needs; of several none is obvious", () => {
  const clean = TEST_MODULES.get("clean")!;
  const [cleaned] = clean.outputs;
  const modules = new Map(TEST_MODULES).set("split", { ...clean, outputs: [cleaned!, { ...cleaned!, name: "rest" }] });
  const find = (source: string, target: string) =>
    findObviousOutput(modules, TEST_ACCEPTS, source, target)?.name ?? null;
  expect([find("dataset", "clean"), find("clean", "clean"), find("clean", "dataset")]).toEqual([
    "dataset",
    "cleaned",
    null,
  ]);
  expect([find("learner", "clean"), find("split", "clean"), find("nothing", "clean")]).toEqual([null, null, null]);
});
