/** Fairness between groups, in English. */

import { formatWholeNumber, pluralize } from "./formatting";

export const fairnessTexts = {
  title: (metric: string, column: string) => `${metric} differs most by ${column}`,
  level: "All groups are treated alike",
  detail: (highest: string, high: string, lowest: string, low: string) => `${highest} ${high}, ${lowest} ${low}.`,
  rows: (rows: number, learner: string) =>
    learner ? `${learner} on ${pluralize(rows, "row")}.` : `Measured on ${pluralize(rows, "row")}.`,
  names: {
    "Selection Rate": (positive: string) => `Predicted ${positive}`,
  } as Record<string, (positive: string) => string>,
  group: "Group",
  rowCount: "Rows",
  all: "All rows",
  few: "few rows",
  apart: "How far the groups lie apart",
  apartCaption: "Differences are better the nearer to 0, ratios the nearer to 1.",
  undefined: "undefined",
  tradeOff: "Trade-off over thresholds",
  tradeOffCaption: "One threshold for all groups. A choice made on these rows is optimistic for them.",
  accuracy: "Accuracy",
  selection: "Difference in shares predicted",
  odds: "Difference in error rates",
  chart: (column: string) => `Accuracy and differences between the groups of ${column} at each threshold`,
  threshold: "Threshold",
  today: (threshold: string) => `used: ${threshold}`,
  best: (threshold: string, odds: string, accuracy: string) =>
    `At ${threshold} error rates differ least (${odds}), with accuracy ${accuracy}.`,
  size: (value: number) => formatWholeNumber(value),
};
