/** What a threshold is worth, and quantiles of residuals. */

import { expect, test } from "vitest";
import type { TwoClassDetails } from "../../api/views";
import { cellConditions } from "./cellConditions";
import { normalQuantile, quantilePoints } from "./quantiles";
import { bestWorth, worthCurve, worthOf } from "./worth";

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
  expect(bestWorth(details, { found: 0, missed: -10, falseAlarm: -1, right: 0 })).toBe(0.3);
  expect(bestWorth(details, { found: 0, missed: -1, falseAlarm: -10, right: 0 })).toBe(0.9);
});

test("the curve goes from calling all to calling none", () => {
  const worth = { found: 1, missed: -2, falseAlarm: -3, right: 4 };
  const curve = worthCurve(details, worth);
  expect(curve[0]).toEqual([0, 4 * 1 + 6 * -3]);
  expect(curve.at(-1)).toEqual([1, 4 * -2 + 6 * 4]);
  expect(worthOf({ truePositives: 1, falseNegatives: 1, falsePositives: 1, trueNegatives: 1 }, worth)).toBe(0);
});

test("a cell of the matrix is two conditions on the scored rows", () => {
  expect(cellConditions(details, 0.42, true, false)).toEqual([
    { column: "paid", operator: "is", values: ["yes"] },
    { column: "Scored Probabilities", operator: "<", values: [0.42] },
  ]);
  expect(cellConditions({ ...details, columns: undefined }, 0.42, true, false)).toBeNull();
});

test("normal quantiles are those of the tables", () => {
  expect(normalQuantile(0.5)).toBeCloseTo(0, 9);
  expect(normalQuantile(0.975)).toBeCloseTo(1.959964, 6);
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090232, 6);
});

test("residuals are ordered and in units of their deviation", () => {
  const points = quantilePoints([3, -3, 0]);
  expect(points.map(([, y]) => y)).toEqual([-1, 0, 1]);
  expect(points[1]![0]).toBeCloseTo(0, 9);
  expect(quantilePoints([5, 5, 5])).toEqual([]);
});
