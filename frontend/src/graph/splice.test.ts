import { expect, test } from "vitest";
import { apply } from "./edits";
import { connectAll, isLoose, join, removeAndHeal, replaceNode, splice } from "./splice";
import { accepts, design, modules, node } from "./testing";

const catalogue = { modules, accepts };
const drawn = design({
  data: node("dataset"),
  clean: node("clean", { dataset: "data.dataset" }, { parameters: { seed: 7, minimum: 2 }, y: 100 }),
  rows: node("add_rows", { datasets: ["data.dataset", "clean.cleaned"] }, { y: 200 }),
  train: node("train_model", { dataset: "clean.cleaned" }, { y: 200 }),
  loose: node("clean", {}, { y: 50 }),
});
const edge = { source: "data", output: "dataset", target: "clean", input: "dataset" };

test("a node put on an edge stands between its ends", () => {
  const { nodes } = apply(drawn, splice(drawn, catalogue, edge, "loose")!);
  expect([nodes.loose!.inputs, nodes.clean!.inputs]).toEqual([
    { dataset: "data.dataset" },
    { dataset: "loose.cleaned" },
  ]);
});

test("a node on an edge into a list keeps the order of the list", () => {
  const into = { source: "data", output: "dataset", target: "rows", input: "datasets" };
  const { nodes } = apply(drawn, splice(drawn, catalogue, into, "loose")!);
  expect(nodes.rows!.inputs).toEqual({ datasets: ["loose.cleaned", "clean.cleaned"] });
});

test("a node whose types do not fit is not put on an edge, nor is one of its own ends", () => {
  const learner = apply(drawn, [{ path: ["nodes", "learner"], value: { ...node("learner") } as never }]);
  expect(splice(learner, catalogue, edge, "learner")).toBeNull();
  expect(splice(drawn, catalogue, edge, "clean")).toBeNull();
  expect([isLoose(drawn, "loose"), isLoose(drawn, "data"), isLoose(drawn, "rows")]).toEqual([true, false, false]);
});

test("a node taken out lets its neighbours join, without the same edge twice", () => {
  const { nodes } = apply(drawn, removeAndHeal(drawn, catalogue, ["clean"]));
  expect([nodes.clean, nodes.rows!.inputs, nodes.train!.inputs]).toEqual([
    undefined,
    { datasets: ["data.dataset"] },
    { dataset: "data.dataset" },
  ]);
});

test("where the types do not fit, taking a node out leaves the port open", () => {
  const { nodes } = apply(drawn, removeAndHeal(drawn, catalogue, ["data"]));
  expect(nodes.clean!.inputs).toEqual({});
});

test("several nodes in a row are taken out at once", () => {
  const two = apply(drawn, splice(drawn, catalogue, edge, "loose")!);
  expect(apply(two, removeAndHeal(two, catalogue, ["loose", "clean"])).nodes.train!.inputs).toEqual({
    dataset: "data.dataset",
  });
});

test("a replaced node keeps the parameters and edges that fit the other module", () => {
  const { nodes } = apply(drawn, replaceNode(drawn, catalogue, "clean", modules.get("add_rows")!));
  expect(nodes.clean).toMatchObject({
    module: "add_rows",
    parameters: {},
    inputs: { datasets: ["data.dataset"] },
    y: 100,
  });
  expect(nodes.train!.inputs).toEqual({ dataset: "clean.rows" });
  const back = apply(drawn, replaceNode(drawn, catalogue, "clean", modules.get("clean")!));
  expect(back.nodes.clean!.parameters).toEqual({ seed: 7, minimum: 2 });
});

test("selected nodes are joined in the order of flow, each free input once", () => {
  const apart = design({
    data: node("dataset"),
    learner: node("learner", {}, { y: 10 }),
    clean: node("clean", {}, { y: 100 }),
    train: node("train_model", {}, { y: 200 }),
  });
  const made = join(apart, catalogue, ["train", "clean", "learner", "data"]);
  const { nodes } = apply(apart, connectAll(apart, modules, made));
  expect([nodes.clean!.inputs, nodes.train!.inputs]).toEqual([
    { dataset: "data.dataset" },
    { dataset: "clean.cleaned", untrained_model: "learner.untrained_model" },
  ]);
});
