import { expect, test } from "vitest";
import type { Design, DesignNode } from "../api/designDocument";
import { findTrainingData } from "./trainingData";

function makeDesign(nodes: Record<string, Record<string, string>>): Design {
  const made = Object.entries(nodes).map(([name, inputs]) => [name, { inputs } as unknown as DesignNode]);
  return { nodes: Object.fromEntries(made) } as unknown as Design;
}

test("a learner offers the columns of what it is trained on, through whatever wraps it", () => {
  const design = makeDesign({
    data: {},
    learner: {},
    wrapped: { untrained_model: "learner.untrained_model" },
    train: { untrained_model: "wrapped.untrained_model", dataset: "data.dataset" },
    alone: {},
  });
  expect(findTrainingData(design, "learner")).toBe("data.dataset");
  expect(findTrainingData(design, "alone")).toBeNull();
});
