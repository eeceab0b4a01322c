/** Metrics: what they are called, which way is better, and how they follow from the counts at a threshold. */

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

export interface Metric {
  title: string;
  /** What it measures, in a few words. */
  hint: string;
  better: "higher" | "lower" | null;
  /** Metrics between 0 and 1 have three decimals, others as many as they need. */
  unit: "share" | "value";
}

const defineShareMetric = (title: string, hint: string): Metric => ({ title, hint, better: "higher", unit: "share" });
const defineLossMetric = (title: string, hint: string): Metric => ({ title, hint, better: "lower", unit: "value" });

/** By the name under which evaluations and runs store them. */
export const METRICS: Record<string, Metric> = {
  Coefficient_of_Determination: defineShareMetric("R²", "variance explained"),
  Mean_Absolute_Error: defineLossMetric("MAE", "mean absolute error"),
  Root_Mean_Squared_Error: defineLossMetric("RMSE", "root mean squared error"),
  Relative_Absolute_Error: defineLossMetric("RAE", "relative absolute error"),
  Relative_Squared_Error: defineLossMetric("RSE", "relative squared error"),
  Negative_Log_Likelihood: defineLossMetric("Log likelihood, negative", "lower is better"),
  Accuracy: defineShareMetric("Accuracy", "share that is right"),
  Precision: defineShareMetric("Precision", "predictions that are right"),
  Recall: defineShareMetric("Recall", "share that is found"),
  F1: defineShareMetric("F1", "precision and recall"),
  F1_Score: defineShareMetric("F1", "precision and recall"),
  AUC: defineShareMetric("ROC area", "ranking"),
  Average_Precision: defineShareMetric("Average precision", "ranking, rare class"),
  Log_Loss: defineLossMetric("Log loss", "lower is better"),
  Average_Log_Loss: defineLossMetric("Log loss", "lower is better"),
  Training_Log_Loss: defineLossMetric("Log loss, training", "lower is better"),
  Brier_Score: defineLossMetric("Brier score", "lower is better"),
  Overall_Accuracy: defineShareMetric("Accuracy", "share that is right"),
  Average_Accuracy: defineShareMetric("Average accuracy", "class mean"),
  Balanced_Accuracy: defineShareMetric("Balanced accuracy", "mean recall"),
  Micro_Precision: defineShareMetric("Precision, micro", "over all rows"),
  Macro_Precision: defineShareMetric("Precision, macro", "class mean"),
  Micro_Recall: defineShareMetric("Recall, micro", "over all rows"),
  Macro_Recall: defineShareMetric("Recall, macro", "class mean"),
  Macro_F1: defineShareMetric("F1, macro", "class mean"),
  Average_Quantile_Loss: defineLossMetric("Quantile loss", "mean of all"),
  Coverage: { ...defineShareMetric("Coverage", "truth within the range"), better: null },
  Silhouette: defineShareMetric("Silhouette", "apart, at most 1"),
  Davies_Bouldin: defineLossMetric("Davies-Bouldin", "width against distance"),
  Calinski_Harabasz: { title: "Calinski-Harabasz", hint: "higher is better", better: "higher", unit: "value" },
  Adjusted_Rand_Index: defineShareMetric("Rand index", "adjusted"),
  Average_Distance_to_Cluster_Center: defineLossMetric("To own center", "mean distance"),
  Average_Distance_to_Other_Center: {
    title: "To other centers",
    hint: "mean distance",
    better: "higher",
    unit: "value",
  },
  Maximal_Distance_to_Cluster_Center: defineLossMetric("Farthest from center", "maximum"),
  Number_of_Points: { title: "Rows in a cluster", hint: "", better: null, unit: "value" },
  Number_of_Clusters: { title: "Clusters", hint: "", better: null, unit: "value" },
  NDCG: defineShareMetric("NDCG", "order of the items"),
};

const normalizeKey = (key: string): string => key.replace(/[\s_-]+/g, "_").toLowerCase();
const BY_NORMALIZED_NAME = new Map(Object.entries(METRICS).map(([key, metric]) => [normalizeKey(key), metric]));

/** What is known of a metric; an unknown one is shown under its own name. */
export function findMetric(key: string): Metric {
  const quantile = /^Quantile_Loss_(.+)$/.exec(key)?.[1];
  if (quantile) return defineLossMetric(`Loss at ${quantile}`, "pinball loss");
  const unknown: Metric = { title: key.replace(/_/g, " "), hint: "", better: null, unit: "value" };
  return BY_NORMALIZED_NAME.get(normalizeKey(key)) ?? unknown;
}

/** A value as its tile shows it. */
export function formatMetric(metric: Metric, value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return "n/a";
  return metric.unit === "share" || Math.abs(value) < 1 ? formatFixed(value, 3) : formatShort(value);
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
