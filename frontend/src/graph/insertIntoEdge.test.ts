import { expect, test } from "vitest";
import { applyEdits } from "./applyEdits";
import { addEdges, insertIntoEdge, isUnconnected, planChain, removeAndHeal, replaceNode } from "./insertIntoEdge";
import { makeDesign, makeNode, TEST_ACCEPTS, TEST_MODULES } from "./testing/designFixtures";

const catalog = { modules: TEST_MODULES, accepts: TEST_ACCEPTS };
const drawn = makeDesign({
  data: makeNode("dataset"),
  clean: makeNode("clean", { dataset: "data.dataset" }, { parameters: { seed: 7, minimum: 2 }, y: 100 }),
  rows: makeNode("add_rows", { datasets: ["data.dataset", "clean.cleaned"] }, { y: 200 }),
  train: makeNode("train_model", { dataset: "clean.cleaned" }, { y: 200 }),
  loose: makeNode("clean", {}, { y: 50 }),
});
const edge = { source: "data", output: "dataset", target: "clean", input: "dataset" };

test("a node put on an edge stands between its ends", () => {
  const { nodes } = applyEdits(drawn, insertIntoEdge(drawn, catalog, edge, "loose")!);
  expect([nodes.loose!.inputs, nodes.clean!.inputs]).toEqual([
    { dataset: "data.dataset" },
    { dataset: "loose.cleaned" },
  ]);
});

test("a node on an edge into a list keeps the order of the list", () => {
  const into = { source: "data", output: "dataset", target: "rows", input: "datasets" };
  const { nodes } = applyEdits(drawn, insertIntoEdge(drawn, catalog, into, "loose")!);
  expect(nodes.rows!.inputs).toEqual({ datasets: ["loose.cleaned", "clean.cleaned"] });
});

test("a node whose types do not fit is not put on an edge, nor is one of its own ends", () => {
  const learner = applyEdits(drawn, [{ path: ["nodes", "learner"], value: { ...makeNode("learner") } as never }]);
  expect(insertIntoEdge(learner, catalog, edge, "learner")).toBeNull();
  expect(insertIntoEdge(drawn, catalog, edge, "clean")).toBeNull();
  expect([isUnconnected(drawn, "loose"), isUnconnected(drawn, "data"), isUnconnected(drawn, "rows")]).toEqual([
    true,
    false,
    false,
  ]);
});

test("a node taken out lets its neighbors join, without the same edge twice", () => {
  const { nodes } = applyEdits(drawn, removeAndHeal(drawn, catalog, ["clean"]));
  expect([nodes.clean, nodes.rows!.inputs, nodes.train!.inputs]).toEqual([
    undefined,
    { datasets: ["data.dataset"] },
    { dataset: "data.dataset" },
  ]);
});

test("where the types do not fit, taking a node out leaves the port open", () => {
  const { nodes } = applyEdits(drawn, removeAndHeal(drawn, catalog, ["data"]));
  expect(nodes.clean!.inputs).toEqual({});
});

test("several nodes in a row are taken out at once", () => {
  const two = applyEdits(drawn, insertIntoEdge(drawn, catalog, edge, "loose")!);
  expect(applyEdits(two, removeAndHeal(two, catalog, ["loose", "clean"])).nodes.train!.inputs).toEqual({
    dataset: "data.dataset",
  });
});

test("a replaced node keeps the parameters and edges that fit the other module", () => {
  const { nodes } = applyEdits(drawn, replaceNode(drawn, catalog, "clean", TEST_MODULES.get("add_rows")!));
  expect(nodes.clean).toMatchObject({
    module: "add_rows",
    parameters: {},
    inputs: { datasets: ["data.dataset"] },
    y: 100,
  });
  expect(nodes.train!.inputs).toEqual({ dataset: "clean.rows" });
  const back = applyEdits(drawn, replaceNode(drawn, catalog, "clean", TEST_MODULES.get("clean")!));
  expect(back.nodes.clean!.parameters).toEqual({ seed: 7, minimum: 2 });
});

test("selected nodes are joined in the order of flow, each free input once", () => {
  const apart = makeDesign({
    data: makeNode("dataset"),
    learner: makeNode("learner", {}, { y: 10 }),
    clean: makeNode("clean", {}, { y: 100 }),
    train: makeNode("train_model", {}, { y: 200 }),
  });
  const made = planChain(apart, catalog, ["train", "clean", "learner", "data"]);
  const { nodes } = applyEdits(apart, addEdges(apart, TEST_MODULES, made));
  expect([nodes.clean!.inputs, nodes.train!.inputs]).toEqual([
    { dataset: "data.dataset" },
    { dataset: "clean.cleaned", untrained_model: "learner.untrained_model" },
  ]);
});
