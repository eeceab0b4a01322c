/** What a threshold is worth, and quantiles of residuals. */

import { expect, test } from "vitest";
import type { TwoClassDetails } from "../../../api/artifactViews";
import { buildCellConditions } from "./cellConditions";
import { computeValue, computeValueCurve, findBestValue } from "./costBenefit";

const details: TwoClassDetails = {
  positive: "yes",
  negative: "no",
  rows: 10,
  positives: 4,
  thresholds: [0.9, 0.6, 0.3, 0.1],
  true_positives: [2, 3, 4, 4],
  false_positives: [0, 1, 3, 6],
  auc: 0.9,
  average_precision: 0.9,
  log_loss: null,
  brier: null,
  histogram: { positive: [], negative: [] },
  calibration: [],
  probabilities: true,
  columns: { label: "paid", predicted: "Scored Labels", score: "Scored Probabilities" },
};

test("the best threshold weighs misses against false alarms", () => {
  expect(findBestValue(details, { truePositive: 0, falseNegative: -10, falsePositive: -1, trueNegative: 0 })).toBe(0.3);
  expect(findBestValue(details, { truePositive: 0, falseNegative: -1, falsePositive: -10, trueNegative: 0 })).toBe(0.9);
});

test("the curve goes from calling all to calling none", () => {
  const worth = { truePositive: 1, falseNegative: -2, falsePositive: -3, trueNegative: 4 };
  const curve = computeValueCurve(details, worth);
  expect(curve[0]).toEqual([0, 4 * 1 + 6 * -3]);
  expect(curve.at(-1)).toEqual([1, 4 * -2 + 6 * 4]);
  expect(computeValue({ truePositives: 1, falseNegatives: 1, falsePositives: 1, trueNegatives: 1 }, worth)).toBe(0);
});

test("a cell of the matrix is two conditions on the scored rows", () => {
  expect(buildCellConditions(details, 0.42, true, false)).toEqual([
    { column: "paid", operator: "is", values: ["yes"] },
    { column: "Scored Probabilities", operator: "<", values: [0.42] },
  ]);
  expect(buildCellConditions({ ...details, columns: undefined }, 0.42, true, false)).toBeNull();
});
