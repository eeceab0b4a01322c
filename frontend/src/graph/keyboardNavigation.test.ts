import { expect, test } from "vitest";
import { findNeighbor } from "./keyboardNavigation";
import { makeDesign, makeNode } from "./testing/designFixtures";

const drawn = makeDesign({
  data: makeNode("dataset"),
  learner: makeNode("learner", {}, { x: 300, y: 100 }),
  clean: makeNode("clean", { dataset: "data.dataset" }, { x: 10, y: 100 }),
  train: makeNode(
    "train_model",
    { dataset: "clean.cleaned", untrained_model: "learner.untrained_model" },
    { x: 100, y: 300 },
  ),
});

test.each([
  ["data", "down", "clean"],
  ["clean", "down", "train"],
  ["train", "up", "clean"],
  ["clean", "right", "learner"],
  ["learner", "left", "clean"],
  ["learner", "down", "train"],
  ["data", "up", null],
] as const)("from %s %s is %s", (from, direction, to) => {
  expect(findNeighbor(drawn, from, direction)).toBe(to);
});
