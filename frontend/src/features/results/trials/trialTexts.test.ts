import { expect, test } from "vitest";
import type { TuningTrialsView } from "../../../api/artifactViews";
import { buildTrialAxis, computeBestSoFar, computeMetricDomain, rankTrial, type Trial } from "./trialTexts";

const trial = (number: number, value: number | null, values: Trial["values"], state: Trial["state"] = "Complete") =>
  ({ number, value, values, state, deviation: null }) satisfies Trial;

const trials = [
  trial(1, 0.8, [0.1, "a"]),
  trial(2, 0.9, [10, "b"], "Stopped early"),
  trial(3, null, [1, "b"], "Failed"),
  trial(4, 0.85, [1, null]),
];
const shown: TuningTrialsView = {
  kind: "trials",
  learner: "Two-Class Boosted Decision Tree",
  metric: "Accuracy",
  better: "higher",
  folds: 5,
  usual: false,
  best: 4,
  count: 4,
  parameters: [
    { title: "Weight", scale: "log" },
    { title: "Method", scale: "choice" },
  ],
  trials,
};

test("only complete trials are best", () => {
  expect(computeBestSoFar(trials, "higher")).toEqual([0.8, 0.8, 0.8, 0.85]);
  expect(computeBestSoFar(trials, "lower")).toEqual([0.8, 0.8, 0.8, 0.8]);
});

test("a range lies on its own scale and choices side by side", () => {
  const weight = buildTrialAxis(shown, 0);
  expect([0.1, 1, 10].map(weight.place)).toEqual([-1, 0, 1]);
  expect(weight.tick(1)).toBe("10");
  const method = buildTrialAxis(shown, 1);
  expect([method.place("b"), method.place(null), method.tick(1), method.tick(0.5)]).toEqual([1, null, "b", ""]);
});

test("the best trial has rank 1, and what failed 0", () => {
  const domain = computeMetricDomain(trials);
  expect(rankTrial(domain[1], domain, "higher")).toBe(1);
  expect(rankTrial(domain[1], domain, "lower")).toBe(0);
  expect(rankTrial(null, domain, "lower")).toBe(0);
});
