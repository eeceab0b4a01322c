import { expect, test } from "vitest";
import type { Design } from "../api/designDocument";
import { computeLanes } from "./outlineLanes";
import type { OutlineRowModel } from "./outlineRows";

const node = (inputs: Record<string, string> = {}) => ({ module: "any", parameters: {}, inputs, x: 0, y: 0 });
const rowOf = (card: string, kind = "node") =>
  ({ key: card, card, kind, expanded: false }) as unknown as OutlineRowModel;

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
  expect(computeLanes(rows, design)).toEqual([
    { dot: 0, passing: [], incoming: [], continues: true },
    { dot: 0, passing: [], incoming: [0], continues: true },
    { dot: null, passing: [0], incoming: [], continues: false },
    { dot: 1, passing: [0], incoming: [], continues: true },
    { dot: 1, passing: [0], incoming: [1, 0], continues: true },
    { dot: 1, passing: [], incoming: [1, 0], continues: false },
  ]);
});
