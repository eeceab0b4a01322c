/** Metrics: what they are called, which way is better, and how they follow from the counts at a threshold. */

import type {
  ClusteringDetails,
  EvaluationView,
  MulticlassDetails,
  QuantileDetails,
  RankingDetails,
  RegressionDetails,
  TwoClassDetails,
} from "../api/views";
import { fixed, short } from "./format";

export interface Metric {
  title: string;
  /** What it measures, in a few words. */
  hint: string;
  better: "higher" | "lower" | null;
  /** Metrics between 0 and 1 have three decimals, others as many as they need. */
  unit: "share" | "value";
}

const share = (title: string, hint: string): Metric => ({ title, hint, better: "higher", unit: "share" });
const loss = (title: string, hint: string): Metric => ({ title, hint, better: "lower", unit: "value" });

/** By the name under which evaluations and runs store them. */
export const METRICS: Record<string, Metric> = {
  Coefficient_of_Determination: share("R²", "variance explained"),
  Mean_Absolute_Error: loss("MAE", "mean absolute error"),
  Root_Mean_Squared_Error: loss("RMSE", "root mean squared error"),
  Relative_Absolute_Error: loss("RAE", "relative absolute error"),
  Relative_Squared_Error: loss("RSE", "relative squared error"),
  Negative_Log_Likelihood: loss("Log likelihood, negative", "less is better"),
  Accuracy: share("Accuracy", "share that is right"),
  Precision: share("Precision", "calls that are right"),
  Recall: share("Recall", "share that is found"),
  F1: share("F1", "precision and recall"),
  F1_Score: share("F1", "precision and recall"),
  AUC: share("ROC area", "ranking"),
  Average_Precision: share("Average precision", "ranking, rare class"),
  Log_Loss: loss("Log loss", "less is better"),
  Average_Log_Loss: loss("Log loss", "less is better"),
  Training_Log_Loss: loss("Log loss, training", "less is better"),
  Brier_Score: loss("Brier score", "less is better"),
  Overall_Accuracy: share("Accuracy", "share that is right"),
  Average_Accuracy: share("Average accuracy", "class mean"),
  Balanced_Accuracy: share("Balanced accuracy", "mean recall"),
  Micro_Precision: share("Precision, micro", "over all rows"),
  Macro_Precision: share("Precision, macro", "class mean"),
  Micro_Recall: share("Recall, micro", "over all rows"),
  Macro_Recall: share("Recall, macro", "class mean"),
  Macro_F1: share("F1, macro", "class mean"),
  Average_Quantile_Loss: loss("Quantile loss", "mean of all"),
  Coverage: { ...share("Coverage", "truth within the range"), better: null },
  Silhouette: share("Silhouette", "apart, at most 1"),
  Davies_Bouldin: loss("Davies-Bouldin", "width against distance"),
  Calinski_Harabasz: { title: "Calinski-Harabasz", hint: "more is better", better: "higher", unit: "value" },
  Adjusted_Rand_Index: share("Rand index", "adjusted"),
  Average_Distance_to_Cluster_Center: loss("To own center", "mean distance"),
  Average_Distance_to_Other_Center: {
    title: "To other centers",
    hint: "mean distance",
    better: "higher",
    unit: "value",
  },
  Maximal_Distance_to_Cluster_Center: loss("Farthest from center", "maximum"),
  Number_of_Points: { title: "Rows in a cluster", hint: "", better: null, unit: "value" },
  Number_of_Clusters: { title: "Clusters", hint: "", better: null, unit: "value" },
  NDCG: share("NDCG", "order of the items"),
};

const normalized = (key: string): string => key.replace(/[\s_-]+/g, "_").toLowerCase();
const BY_NORMALIZED_NAME = new Map(Object.entries(METRICS).map(([key, metric]) => [normalized(key), metric]));

/** What is known of a metric; an unknown one is shown under its own name. */
export function metricOf(key: string): Metric {
  const quantile = /^Quantile_Loss_(.+)$/.exec(key)?.[1];
  if (quantile) return loss(`Loss at ${quantile}`, "pinball loss");
  const unknown: Metric = { title: key.replace(/_/g, " "), hint: "", better: null, unit: "value" };
  return BY_NORMALIZED_NAME.get(normalized(key)) ?? unknown;
}

/** A value as its tile shows it. */
export function metricText(metric: Metric, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "n/a";
  return metric.unit === "share" || Math.abs(value) < 1 ? fixed(value, 3) : short(value);
}

/** Rows by what was said of them and what they are. */
export interface Counts {
  truePositives: number;
  falsePositives: number;
  trueNegatives: number;
  falseNegatives: number;
}

/** The counts when every row scored at or above the threshold is called positive. */
export function countsAt(details: TwoClassDetails, threshold: number): Counts {
  const reached = lastAtOrAbove(details.thresholds, threshold);
  const truePositives = reached < 0 ? 0 : details.true_positives[reached]!;
  const falsePositives = reached < 0 ? 0 : details.false_positives[reached]!;
  return {
    truePositives,
    falsePositives,
    trueNegatives: details.rows - details.positives - falsePositives,
    falseNegatives: details.positives - truePositives,
  };
}

/** The last place in a falling list whose value is at least `wanted`, or -1. */
function lastAtOrAbove(falling: number[], wanted: number): number {
  let low = 0;
  let high = falling.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (falling[middle]! >= wanted) low = middle + 1;
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

const ratio = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);

/** All metrics of one threshold. */
export function thresholdMetrics(counts: Counts): ThresholdMetrics {
  const { truePositives, falsePositives, trueNegatives, falseNegatives } = counts;
  const rows = truePositives + falsePositives + trueNegatives + falseNegatives;
  return {
    accuracy: ratio(truePositives + trueNegatives, rows) ?? 0,
    precision: ratio(truePositives, truePositives + falsePositives),
    recall: ratio(truePositives, truePositives + falseNegatives),
    f1: ratio(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives),
    falsePositiveRate: ratio(falsePositives, falsePositives + trueNegatives),
  };
}

/** The threshold with the highest F1; the highest such threshold where several are as good. */
export function bestF1Threshold(details: TwoClassDetails): number {
  let best = { threshold: 0.5, f1: -1 };
  for (const threshold of details.thresholds) {
    const f1 = thresholdMetrics(countsAt(details, threshold)).f1 ?? 0;
    if (Number.isFinite(threshold) && f1 > best.f1) best = { threshold, f1 };
  }
  return best.threshold;
}

export type Point = [number, number];

/** False positive rate against recall, from (0, 0) to (1, 1). */
export function rocCurve(details: TwoClassDetails): Point[] {
  const negatives = details.rows - details.positives;
  const points = details.thresholds.map<Point>((_, at) => [
    ratio(details.false_positives[at]!, negatives) ?? 0,
    ratio(details.true_positives[at]!, details.positives) ?? 0,
  ]);
  return [[0, 0], ...points, [1, 1]];
}

/** Recall against precision, from few calls to many. */
export function precisionRecallCurve(details: TwoClassDetails): Point[] {
  return details.thresholds.flatMap<Point>((_, at) => {
    const called = details.true_positives[at]! + details.false_positives[at]!;
    const precision = ratio(details.true_positives[at]!, called);
    return precision === null ? [] : [[ratio(details.true_positives[at]!, details.positives) ?? 0, precision]];
  });
}

/** Share of rows called against share of positives found among them. */
export function gainCurve(details: TwoClassDetails): Point[] {
  const points = details.thresholds.map<Point>((_, at) => [
    (details.true_positives[at]! + details.false_positives[at]!) / Math.max(1, details.rows),
    ratio(details.true_positives[at]!, details.positives) ?? 0,
  ]);
  return [[0, 0], ...points, [1, 1]];
}

/** Share of rows called against how many times more positives are among them than among all rows. */
export function liftCurve(details: TwoClassDetails): Point[] {
  return gainCurve(details)
    .filter(([called]) => called > 0)
    .map(([called, found]) => [called, found / called]);
}

/** Where one threshold lies on every curve. */
export function pointsAt(
  details: TwoClassDetails,
  threshold: number,
): Record<"roc" | "precisionRecall" | "gain" | "lift", Point | null> {
  const counts = countsAt(details, threshold);
  const metrics = thresholdMetrics(counts);
  const called = (counts.truePositives + counts.falsePositives) / Math.max(1, details.rows);
  const recall = metrics.recall ?? 0;
  return {
    roc: [metrics.falsePositiveRate ?? 0, recall],
    precisionRecall: metrics.precision === null ? null : [recall, metrics.precision],
    gain: [called, recall],
    lift: called === 0 ? null : [called, recall / called],
  };
}

type Details = EvaluationView["models"][number]["details"];

export const isTwoClass = (details: Details): details is TwoClassDetails => "thresholds" in details;
export const isMulticlass = (details: Details): details is MulticlassDetails => "matrix" in details;
export const isQuantiles = (details: Details): details is QuantileDetails => "quantiles" in details;
export const isClustering = (details: Details): details is ClusteringDetails => "clusters" in details;
export const isRanking = (details: Details): details is RankingDetails => "by_chance" in details;
export const isRegression = (details: Details): details is RegressionDetails => "residuals" in details;

/** Standard error of the area under a ROC curve (Hanley and McNeil 1982, Radiology 143, page 31). */
export function areaError({ auc, positives, rows }: Pick<TwoClassDetails, "auc" | "positives" | "rows">): number {
  const negatives = rows - positives;
  if (positives === 0 || negatives === 0) return Number.POSITIVE_INFINITY;
  const both = auc / (2 - auc);
  const twice = (2 * auc * auc) / (1 + auc);
  const variance = auc * (1 - auc) + (positives - 1) * (both - auc * auc) + (negatives - 1) * (twice - auc * auc);
  return Math.sqrt(Math.max(0, variance) / (positives * negatives));
}
