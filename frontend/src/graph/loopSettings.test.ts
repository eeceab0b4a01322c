import { expect, test } from "vitest";
import type { Module } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { listLoopSettings } from "./loopSettings";

const node = (module: string, inputs: Record<string, string> = {}) => ({ module, parameters: {}, inputs, x: 0, y: 0 });
const module = (role: string | null, outputs: string[], parameters: string[]) =>
  ({
    title: "A module",
    role,
    outputs: outputs.map((type) => ({ name: "out", type })),
    widgets: parameters.map((name) => ({ name, kind: "number" })),
  }) as unknown as Module;

test("a loop changes settings of what is in it and of its learners, and of nothing before or behind it", () => {
  const modules = new Map([
    ["clean", module(null, ["dataset"], ["share"])],
    ["each", module("loop_start", ["dataset"], ["setting"])],
    ["learner", module(null, ["untrained_model"], ["trees"])],
    ["train", module(null, ["dataset"], ["label"])],
    ["collect", module("loop_end", ["dataset"], ["most"])],
  ]);
  const design = {
    nodes: {
      before: node("clean"),
      start: node("each", { dataset: "before.out" }),
      forest: node("learner"),
      train: node("train", { model: "forest.out", dataset: "start.out" }),
      end: node("collect", { result: "train.out" }),
      after: node("clean", { dataset: "end.out" }),
    },
  } as unknown as Design;
  const found = listLoopSettings(design, modules, "start").map((one) => one.reference);
  expect(found).toEqual(["forest.trees", "train.label"]);
});
