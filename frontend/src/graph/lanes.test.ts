import { expect, test } from "vitest";
import { lanesOf } from "./lanes";
import type { OutlineRow } from "./outline";
import type { Design } from "./types";

const node = (inputs: Record<string, string> = {}) => ({ module: "any", parameters: {}, inputs, x: 0, y: 0 });
const rowOf = (card: string, kind = "node") => ({ key: card, card, kind, expanded: false }) as unknown as OutlineRow;

test("a lane goes on as long as somebody further down takes from it, and is free afterwards", () => {
  const design = {
    nodes: {
      data: node(),
      split: node({ dataset: "data.dataset" }),
      learner: node(),
      train: node({ learner: "learner.model", dataset: "split.one" }),
      score: node({ model: "train.model", dataset: "split.two" }),
    },
  } as unknown as Design;
  const rows = ["data", "split", "learner", "train", "score"].map((id) => rowOf(id));
  rows.splice(2, 0, rowOf("split", "output"));
  expect(lanesOf(rows, design)).toEqual([
    { dot: 0, past: [], into: [], on: true },
    { dot: 0, past: [], into: [0], on: true },
    { dot: null, past: [0], into: [], on: false },
    { dot: 1, past: [0], into: [], on: true },
    { dot: 1, past: [0], into: [1, 0], on: true },
    { dot: 1, past: [], into: [1, 0], on: false },
  ]);
});
