/** The arithmetic behind the threshold slider, on counts that can be checked by hand. */

import { describe, expect, test } from "vitest";
import type { TwoClassDetails } from "../api/artifactViews";
import {
  computeAreaError,
  computeThresholdMetrics,
  countAtThreshold,
  findBestF1Threshold,
  findMetric,
  formatMetric,
  formatMetrics,
  formatMove,
  METRICS,
} from "./metrics";

/** Ten rows, four of them positive. */
const details: TwoClassDetails = {
  positive: "yes",
  negative: "no",
  rows: 10,
  positives: 4,
  thresholds: [0.9, 0.7, 0.5, 0.2],
  true_positives: [1, 3, 3, 4],
  false_positives: [0, 1, 2, 6],
  auc: 0.85,
  average_precision: 0.8,
  log_loss: 0.4,
  brier: 0.1,
  histogram: { positive: [], negative: [] },
  calibration: [],
  probabilities: true,
};

describe("counts at a threshold", () => {
  test("rows scored exactly at the threshold are called positive", () => {
    expect(countAtThreshold(details, 0.7)).toEqual({
      truePositives: 3,
      falsePositives: 1,
      trueNegatives: 5,
      falseNegatives: 1,
    });
  });

  test("between two thresholds the higher one counts", () => {
    expect(countAtThreshold(details, 0.6)).toEqual(countAtThreshold(details, 0.7));
  });

  test("above all scores nothing is called positive", () => {
    expect(countAtThreshold(details, 0.95)).toEqual({
      truePositives: 0,
      falsePositives: 0,
      trueNegatives: 6,
      falseNegatives: 4,
    });
  });

  test("the four counts add up to the rows at every threshold", () => {
    for (const threshold of [0, 0.1, 0.2, 0.5, 0.8, 1]) {
      const counts = countAtThreshold(details, threshold);
      expect(Object.values(counts).reduce((sum, value) => sum + value, 0)).toBe(10);
    }
  });
});

describe("metrics of a threshold", () => {
  test("follow from the counts", () => {
    expect(computeThresholdMetrics(countAtThreshold(details, 0.7))).toEqual({
      accuracy: 0.8,
      precision: 0.75,
      recall: 0.75,
      f1: 0.75,
      falsePositiveRate: 1 / 6,
    });
  });

  test("precision is unknown when nothing is called positive", () => {
    expect(computeThresholdMetrics(countAtThreshold(details, 1)).precision).toBeNull();
  });

  test("the best F1 is found among the thresholds", () => {
    expect(findBestF1Threshold(details)).toBe(0.7);
  });
});

describe("names", () => {
  test("stored names get the title that people use", () => {
    expect(findMetric("Coefficient_of_Determination").title).toBe("R²");
    expect(findMetric("Mean_Absolute_Error").title).toBe("MAE");
    expect(findMetric("F1 Score").title).toBe("F1");
  });

  test("an unknown metric keeps its own name and no direction", () => {
    expect(findMetric("Cost_per_row")).toMatchObject({ title: "Cost per row", better: null });
  });

  test("a metric that could not be computed says so", () => {
    expect(formatMetric(findMetric("AUC"), Number.NaN)).toBe("n/a");
    expect(formatMetric(findMetric("AUC"), 0.92412)).toBe("0.924");
  });
});

describe("values that stand together", () => {
  test("have the same number of decimals", () => {
    const metric = findMetric("Root_Mean_Squared_Error");
    expect(formatMetrics(metric, [1.18, 0.733, 0.9945, null])).toEqual(["1.180", "0.733", "0.995", "n/a"]);
    expect(formatMetrics(metric, [2016.4, 998.25])).toEqual(["2,016", "998"]);
  });

  test("are whole where they count", () => {
    expect(formatMetrics(findMetric("Number_of_Clusters"), [3, 12])).toEqual(["3", "12"]);
  });

  test("moved by something that is not written as zero", () => {
    const area = findMetric("AUC");
    expect([formatMove(area, 0.003), formatMove(area, -0.0002), formatMove(area, 0)]).toEqual([
      "+0.003",
      "\u22120.0002",
      "0.000",
    ]);
  });
});

test("each metric of the table explains itself", () => {
  expect(Object.values(METRICS).filter(({ definition, tasks }) => !definition || tasks.length === 0)).toEqual([]);
});

test("the error of an area shrinks with the rows", () => {
  const few = computeAreaError({ auc: 0.9, positives: 20, rows: 100 });
  const many = computeAreaError({ auc: 0.9, positives: 2000, rows: 10_000 });
  expect(many).toBeLessThan(few / 5);
});
