/** Metrics: how they are found by name and written, and how they follow from the counts at a threshold. */

import type {
  ClusteringDetails,
  EvaluationView,
  MulticlassDetails,
  QuantileDetails,
  RankingDetails,
  RegressionDetails,
  TwoClassDetails,
} from "../api/artifactViews";
import { formatFixed, formatShort } from "./format";
import table from "./metricTable.json";

/** What is known of a metric, as `modules/kit/metrics.py` declares it. */
export interface Metric {
  /** The name under which evaluations and runs store it. */
  name: string;
  title: string;
  /** What it measures, in a few words. */
  hint: string;
  /** What it means, in a sentence with its range. */
  definition: string;
  /** Shares have three decimals, numbers as many as they need, counts none. */
  format: "share" | "number" | "count";
  better: "higher" | "lower" | null;
  tasks: string[];
}

const TABLE = table as { metrics: Metric[]; same_as: Record<string, string>; headlines: string[] };

/** By the name under which evaluations and runs store them. */
export const METRICS: Record<string, Metric> = Object.fromEntries(TABLE.metrics.map((metric) => [metric.name, metric]));

/** What says first how well a model does, in this order of preference. */
export const HEADLINES: readonly Metric[] = TABLE.headlines.map((name) => METRICS[name]!);

const normalizeKey = (key: string): string => key.replace(/[\s_-]+/g, "_").toLowerCase();
const BY_NORMALIZED_NAME = new Map([
  ...TABLE.metrics.map((metric): [string, Metric] => [normalizeKey(metric.name), metric]),
  ...Object.entries(TABLE.same_as).map(([name, of]): [string, Metric] => [normalizeKey(name), METRICS[of]!]),
]);

/** A metric that nothing is known of but its name. */
export const makeUnknownMetric = (name: string): Metric => ({
  name,
  title: name.replace(/_/g, " "),
  hint: "",
  definition: "",
  format: "number",
  better: null,
  tasks: [],
});

/** What is known of a metric; an unknown one is shown under its own name. */
export function findMetric(key: string): Metric {
  const quantile = /^Quantile_Loss_(.+)$/.exec(key)?.[1];
  if (quantile) return makeQuantileMetric(key, quantile);
  return BY_NORMALIZED_NAME.get(normalizeKey(key)) ?? makeUnknownMetric(key);
}

const makeQuantileMetric = (name: string, quantile: string): Metric => ({
  name,
  title: `Loss at ${quantile}`,
  hint: "pinball loss",
  definition: `The pinball loss of the quantile ${quantile}, in the unit of the label: 0 or more.`,
  format: "number",
  better: "lower",
  tasks: ["quantile"],
});

/** A value as its tile shows it. */
export function formatMetric(metric: Metric, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "n/a";
  if (metric.format === "count" && Number.isInteger(value)) return formatFixed(value, 0);
  return metric.format === "share" || Math.abs(value) < 1 ? formatFixed(value, 3) : formatShort(value);
}

/** Values that stand in one row, with the same number of decimals. */
export function formatMetrics(metric: Metric, values: readonly (number | null | undefined)[]): string[] {
  const known = values.filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  const largest = Math.max(...known.map(Math.abs), 0);
  const exponent = largest >= 1e9 || (largest > 0 && largest < 1e-3);
  if (metric.format !== "number" || exponent) return values.map((value) => formatMetric(metric, value));
  const decimals = largest >= 1000 ? 0 : Math.min(3, 3 - Math.floor(Math.log10(Math.max(largest, 1e-3))));
  return values.map((value) => (known.includes(value as number) ? formatFixed(value as number, decimals) : "n/a"));
}

/** By how much a metric moved: "+0.003"; with so many digits that what did move is not written as zero. */
export function formatMove(metric: Metric, moved: number): string {
  const size = Math.abs(moved);
  const words = formatMetric(metric, size);
  const shown = moved !== 0 && !/[1-9]/.test(words) ? formatShort(size) : words;
  return moved === 0 ? shown : `${moved > 0 ? "+" : "\u2212"}${shown}`;
}

/** The tasks that all of these metrics measure together; empty where nothing is known of them. */
export function findTasks(names: readonly string[]): string[] {
  const known = names.map((name) => findMetric(name).tasks).filter((tasks) => tasks.length > 0);
  return (known[0] ?? []).filter((task) => known.every((tasks) => tasks.includes(task)));
}

/** Rows by what was said of them and what they are. */
export interface ConfusionCounts {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
}

/** The counts when every row scored at or above the threshold is called positive. */
export function countAtThreshold(details: TwoClassDetails, threshold: number): ConfusionCounts {
  const reached = findLastAtOrAbove(details.thresholds, threshold);
  const truePositives = reached < 0 ? 0 : details.true_positives[reached]!;
  const falsePositives = reached < 0 ? 0 : details.false_positives[reached]!;
  return {
    truePositives,
    falsePositives,
    // Sums of weights differ in their last digits.
    trueNegatives: Math.max(0, details.rows - details.positives - falsePositives),
    falseNegatives: Math.max(0, details.positives - truePositives),
  };
}

/** The last place in a falling list whose value is at least `wanted`, or -1. */
function findLastAtOrAbove(falling: number[], threshold: number): number {
  let low = 0;
  let high = falling.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (falling[middle]! >= threshold) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface ThresholdMetrics {
  accuracy: number;
  /** Null when nothing is called positive. */
  precision: number | null;
  recall: number | null;
  f1: number | null;
  falsePositiveRate: number | null;
}

const divideOrNull = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** All metrics of one threshold. */
export function computeThresholdMetrics(counts: ConfusionCounts): ThresholdMetrics {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  const rows = truePositives + falsePositives + trueNegatives + falseNegatives;
  return {
    accuracy: divideOrNull(truePositives + trueNegatives, rows) ?? 0,
    precision: divideOrNull(truePositives, truePositives + falsePositives),
    recall: divideOrNull(truePositives, truePositives + falseNegatives),
    f1: divideOrNull(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    falsePositiveRate: divideOrNull(falsePositives, falsePositives + trueNegatives),
  };
}

/** The threshold with the highest F1; the highest such threshold where several are as good. */
export function findBestF1Threshold(details: TwoClassDetails): number {
  let best = { threshold: 0.5, f1: -1 };
  for (const threshold of details.thresholds) {
    const f1 = computeThresholdMetrics(countAtThreshold(details, threshold)).f1 ?? 0;
    if (Number.isFinite(threshold) && f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}

export type CurvePoint = [number, number];

type EvaluationDetails = EvaluationView["models"][number]["details"];

export const isTwoClass = (details: EvaluationDetails): details is TwoClassDetails => "thresholds" in details;
export const isMulticlass = (details: EvaluationDetails): details is MulticlassDetails => "matrix" in details;
export const isQuantiles = (details: EvaluationDetails): details is QuantileDetails => "quantiles" in details;
export const isClustering = (details: EvaluationDetails): details is ClusteringDetails => "clusters" in details;
export const isRanking = (details: EvaluationDetails): details is RankingDetails => "by_chance" in details;
export const isRegression = (details: EvaluationDetails): details is RegressionDetails => "residuals" in details;

/** Standard error of the area under a ROC curve (Hanley and McNeil 1982, Radiology 143, page 31). */
export function computeAreaError({
  auc,
  positives,
  rows,
}: Pick<TwoClassDetails, "auc" | "positives" | "rows">): number {
  const negatives = rows - positives;
  if (auc === null || positives === 0 || negatives === 0) return Number.POSITIVE_INFINITY;
  const both = auc / (2 - auc);
  const twice = (2 * auc * auc) / (1 + auc);
  const variance = auc * (1 - auc) + (positives - 1) * (both - auc * auc) + (negatives - 1) * (twice - auc * auc);
  return Math.sqrt(Math.max(0, variance) / (positives * negatives));
}
