import { expect, test } from "vitest";
import type { TrialsShown } from "../../api/views";
import { axisOf, bestSoFar, metricDomain, rank, type Trial } from "./trialWords";

const trial = (number: number, value: number | null, values: Trial["values"], state: Trial["state"] = "Complete") =>
  ({ number, value, values, state, deviation: null }) satisfies Trial;

const trials = [
  trial(1, 0.8, [0.1, "a"]),
  trial(2, 0.9, [10, "b"], "Stopped early"),
  trial(3, null, [1, "b"], "Failed"),
  trial(4, 0.85, [1, null]),
];
const shown: TrialsShown = {
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
  expect(bestSoFar(trials, "higher")).toEqual([0.8, 0.8, 0.8, 0.85]);
  expect(bestSoFar(trials, "lower")).toEqual([0.8, 0.8, 0.8, 0.8]);
});

test("a range lies on its own scale and choices side by side", () => {
  const weight = axisOf(shown, 0);
  expect([0.1, 1, 10].map(weight.place)).toEqual([-1, 0, 1]);
  expect(weight.tick(1)).toBe("10");
  const method = axisOf(shown, 1);
  expect([method.place("b"), method.place(null), method.tick(1), method.tick(0.5)]).toEqual([1, null, "b", ""]);
});

test("the best trial has rank 1, and what failed 0", () => {
  const domain = metricDomain(trials);
  expect(rank(domain[1], domain, "higher")).toBe(1);
  expect(rank(domain[1], domain, "lower")).toBe(0);
  expect(rank(null, domain, "lower")).toBe(0);
});
