/** The one number that says how well a run went. */

import { findMetric, formatMetric } from "./metrics";

/** What is told of a run first, in this order of preference. */
export const HEADLINES = [
  "Coefficient_of_Determination",
  "AUC",
  "Overall_Accuracy",
  "Accuracy",
  "Mean_Absolute_Error",
  "Silhouette",
];

/** "R² 0.94": the best value of the first metric that any evaluation has, or an empty text. */
export function formatHeadlineMetric(metrics: Record<string, Record<string, number>> | undefined): string {
  const rows = Object.values(metrics ?? {});
  for (const name of HEADLINES) {
    const metric = findMetric(name);
    const values = rows.flatMap((row) => findMetricValues(row, metric.title));
    if (values.length === 0) continue;
    const best = metric.better === "lower" ? Math.min(...values) : Math.max(...values);
    return `${metric.title} ${formatMetric(metric, best)}`;
  }
  return "";
}

function findMetricValues(row: Record<string, number>, title: string): number[] {
  return Object.entries(row)
    .filter(([name, value]) => findMetric(name).title === title && Number.isFinite(value))
    .map(([, value]) => value);
}
