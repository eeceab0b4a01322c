import { expect, it } from "vitest";
import type { AutomatedMLView } from "../../../api/artifactViews";
import { buildTrials, listComparable, rankSettings } from "./searchedChoices";

const SETTINGS = [
  { name: "rate", title: "Learning rate", scale: "log" as const, importance: 0.2 },
  { name: "leaves", title: "Leaves", scale: "linear" as const, importance: 0.8 },
];

const build = (): AutomatedMLView =>
  ({
    metric: "AUC",
    better: "higher",
    folds: 5,
    learners: [
      { module: "trees", title: "Trees", settings: SETTINGS },
      { module: "linear", title: "Linear", settings: [] },
    ],
    candidates: [
      { number: 1, state: "complete", value: 0.8, node: { module: "trees", parameters: { rate: 0.1, leaves: 8 } } },
      { number: 2, state: "complete", value: 0.9, node: { module: "trees", parameters: { rate: 0.1, leaves: 31 } } },
      { number: 3, state: "failed", value: null, node: { module: "trees", parameters: { rate: 0.3 } } },
      { number: 4, state: "complete", value: 0.7, node: { module: "linear", parameters: {} } },
    ],
  }) as unknown as AutomatedMLView;

it("draws the complete trials of a learner by the settings that differ", () => {
  const shown = build();
  const [trees, ...others] = listComparable(shown);
  expect(others).toEqual([]);
  const trials = buildTrials(shown, trees!);
  expect(trials.parameters).toEqual([{ title: "Leaves", scale: "linear" }]);
  expect(trials.trials.map(({ number, values }) => [number, values])).toEqual([
    [1, [8]],
    [2, [31]],
  ]);
  expect(trials.best).toBe(2);
});

it("ranks settings by how much they moved the metric", () => {
  expect(rankSettings(build().learners![0]!).map(({ title }) => title)).toEqual(["Leaves", "Learning rate"]);
});
