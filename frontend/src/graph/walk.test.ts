import { expect, test } from "vitest";
import { design, node } from "./testing";
import { step } from "./walk";

const drawn = design({
  data: node("dataset"),
  learner: node("learner", {}, { x: 300, y: 100 }),
  clean: node("clean", { dataset: "data.dataset" }, { x: 10, y: 100 }),
  train: node(
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
  expect(step(drawn, from, direction)).toBe(to);
});
