/** What a comparison says: who is ahead and by how much, where, and whether either is worth anything. */

import { expect, test } from "vitest";
import type { EvaluationView, ModelComparison, ModelSlice } from "../../../api/artifactViews";
import { findStrongestFeatures } from "./strongestFeatures";
import { formatSlice, summarizeComparison } from "./whySummary";

const view = { models: [{ name: "Logistic" }, { name: "Boosted" }] } as EvaluationView;
const interval = (value: number, low: number, high: number) => ({ value, low, high });

const makeComparison = (changes: Partial<ModelComparison> = {}): ModelComparison => ({
  metric: "AUC",
  compared: [1, 0],
  rows: 9769,
  sampled: null,
  resamples: 1000,
  intervals: [interval(0.925, 0.92, 0.93), interval(0.902, 0.89, 0.91)],
  difference: interval(0.024, 0.021, 0.027),
  baseline: { kind: "guessing", predicted: "", value: 0.5 },
  slices: [],
  searched: 0,
  smallest: 50,
  ...changes,
});

const slice = { conditions: [{ column: "sex", value: "Female", low: null, high: null }] } as ModelSlice;

test("who is ahead, by how much and where", () => {
  const clear = { ...slice, clear: true, difference: interval(0.1, 0.05, 0.15) } as ModelSlice;
  expect(summarizeComparison(view, makeComparison({ slices: [clear] }))).toEqual({
    title: "Boosted does better than Logistic, above all where sex is Female",
    detail: "Boosted is ahead by 0.024 in ROC area on the same 9,769 rows (+0.021 to +0.027). Guessing reaches 0.500.",
  });
});

test("an interval that holds 0 is no lead", () => {
  const found = summarizeComparison(view, makeComparison({ difference: interval(0.002, -0.001, 0.005) }));
  expect(found.title).toBe("No clear difference between Boosted and Logistic on these rows");
});

test("of an error less is ahead", () => {
  const found = summarizeComparison(
    view,
    makeComparison({ metric: "Root_Mean_Squared_Error", difference: interval(-120, -200, -40) }),
  );
  expect(found.title).toBe("Boosted does better than Logistic");
  expect(found.detail).toContain("Boosted is ahead by 120 in RMSE on the same 9,769 rows (+40 to +200).");
});

test("one model alone is held against the baseline", () => {
  const alone = { compared: [0], intervals: [interval(0.52, 0.48, 0.56)], difference: null };
  expect(summarizeComparison(view, makeComparison(alone))).toEqual({
    title: "Logistic is not clearly better than guessing",
    detail: "ROC area 0.520 (95 % interval 0.480 to 0.560) on 9,769 rows. Guessing reaches 0.500.",
  });
});

test("models on different rows say so", () => {
  expect(summarizeComparison(view, makeComparison({ difference: null })).title).toBe(
    "Boosted and Logistic were scored on different rows",
  );
});

test.each([
  [[{ column: "age", value: null, low: 17, high: 26.5 }], "age is 17 to 26.5"],
  [[{ column: "age", value: null, low: null, high: null }], "age is missing"],
  [
    [
      { column: "sex", value: "Male", low: null, high: null },
      { column: "age", value: null, low: 3, high: 3 },
    ],
    "sex is Male and age is 3",
  ],
])("%j is %s", (conditions, words) => {
  expect(formatSlice({ conditions })).toBe(words);
});

test("the strongest columns of trees and of linear models", () => {
  const forest = {
    importances: [
      { feature: "a", importance: 0.2 },
      { feature: "b", importance: 0.8 },
    ],
  };
  const found = findStrongestFeatures(forest as never);
  expect(found?.features.map(({ name, share }) => [name, share])).toEqual([
    ["b", 1],
    ["a", 0.25],
  ]);
  const linear = {
    coefficients: [
      {
        weights: [
          { feature: "a", weight: -2 },
          { feature: "b", weight: 1 },
        ],
      },
    ],
  };
  expect(findStrongestFeatures(linear as never)?.features[0]).toEqual({ name: "a", value: -2, share: 1 });
  expect(findStrongestFeatures({} as never)).toBeNull();
});
