import ELK from "elkjs";
import { expect, test } from "vitest";
import { applyEdits } from "./applyEdits";
import { toElkGraph, toMoveEdits } from "./automaticLayout";
import { makeDesign, makeNode, TEST_MODULES } from "./testing/designFixtures";

const drawn = makeDesign({
  data: makeNode("dataset", {}, { x: 400, y: 800 }),
  clean: makeNode("clean", { dataset: "data.dataset" }, { x: 400, y: 800 }),
  learner: makeNode("learner", {}, { x: 400, y: 800 }),
  train: makeNode(
    "train_model",
    { untrained_model: "learner.untrained_model", dataset: "clean.cleaned" },
    { x: 400, y: 800 },
  ),
});

test("the layout runs downwards, on the grid, without overlaps, and keeps its upper left corner", async () => {
  const placed = await new ELK().layout(toElkGraph(drawn, TEST_MODULES, () => 72));
  const { data, clean, learner, train } = applyEdits(drawn, toMoveEdits(drawn, placed)).nodes;
  expect(clean!.y - data!.y).toBeGreaterThanOrEqual(72 + 24);
  expect(train!.y - clean!.y).toBeGreaterThanOrEqual(72 + 24);
  expect(Math.abs(learner!.x - clean!.x)).toBeGreaterThanOrEqual(248);
  expect(learner!.x).toBeLessThan(clean!.x);
  const all = [data, clean, learner, train];
  expect(all.every((one) => Number.isInteger(one!.x) && one!.y % 8 === 0)).toBe(true);
  expect([Math.min(...all.map((one) => one!.x)), Math.min(...all.map((one) => one!.y))]).toEqual([400, 800]);
});

test("a design that is laid out already gives no edits", () => {
  const still = { id: "design", children: Object.keys(drawn.nodes).map((id) => ({ id, x: 0, y: 0 })) };
  expect(toMoveEdits(drawn, still)).toEqual([]);
});
