/** What the server makes of an artifact for the eye: the views of tables, models and evaluations. */

import type { Column, ColumnRole, ColumnType, Task } from "./apiTypes";
import type { Json } from "./designDocument";

export interface ColumnProfile {
  name: string;
  type: ColumnType;
  role: ColumnRole;
  missing: number;
  /** Null where counting would be slow. */
  distinct: number | null;
  min: Json;
  max: Json;
  mean: number | null;
  median: number | null;
  std: number | null;
  /** Numeric and datetime columns: bin edges (n + 1) and counts (n). */
  histogram: { edges: number[]; counts: number[] } | null;
  /** Text, category and boolean columns: commonest values first, at most 20. */
  top: { value: string; count: number }[] | null;
  /** Numeric columns: lower whisker, quartiles, upper whisker. Profiles of older results have none. */
  box?: [number, number, number, number, number] | null;
}

/** The trials of Tune Model Hyperparameters, at most 1,000 of `count`; `values` in the order of `parameters`. */
export interface TuningTrialsView {
  kind: "trials";
  learner: string;
  metric: string;
  better: "higher" | "lower";
  /** 0 where validation data took their place. */
  folds: number;
  usual: boolean;
  best: number;
  count: number;
  parameters: { title: string; scale: "linear" | "log" | "choice" }[];
  trials: {
    number: number;
    state: "Complete" | "Stopped early" | "Failed";
    values: Json[];
    value: number | null;
    deviation: number | null;
  }[];
}

export interface DatasetView {
  kind: "dataset";
  rows: number;
  columns: ColumnProfile[];
  /** Number of columns that were profiled when there are very many. */
  profiled: number;
  /** Number of columns of the table where these are the first of them only. */
  width?: number;
  /** A view of its own beside the table. */
  shown_as?: TuningTrialsView;
}

export interface ModelView {
  kind: "trained_model" | "untrained_model";
  task: Task;
  learner: string;
  label: string | null;
  rows: number | null;
  classes: string[];
  parameters: { name: string; value: Json }[];
  /** Linear models: one list per class (one for regression and two classes). */
  coefficients:
    | {
        class: string | null;
        intercept: number;
        /** `interval`: of 95 % confidence, where the model has one. */
        weights: { feature: string; weight: number; interval: [number, number] | null }[];
      }[]
    | null;
  importances: { feature: string; importance: number }[] | null;
  /** Of a decision tree the tree itself, of a forest the first of its `count` trees. */
  trees: { count: number; shown: DecisionTree[] } | null;
  /** Partial dependence of the columns with the largest effect. */
  dependence: PartialDependence[] | null;
  /** Networks: how training went, epoch by epoch; null where a number had no end. */
  history: { figure: string; series: { name: string; values: (number | null)[] }[] }[] | null;
  features: Column[];
  /** What was learned without a label. */
  details: ClusterDetails | AnomalyDetails | SimilarItemsDetails | null;
}

/** The most rated items of a recommender, each with those that it has learned to be alike, the likest first. */
export interface SimilarItemsDetails {
  kind: "similar_items";
  all_items: number;
  /** `similarity`: the cosine of the angle between what was learned of the two. */
  items: { item: string; ratings: number; similar: { item: string; similarity: number }[] }[];
}

/** What is typical of each cluster: means or commonest values, and how far these are from those of all rows. */
export interface ClusterProfile {
  feature: string;
  type: ColumnType;
  overall: number | string;
  /** One per cluster, in the order of the clusters. */
  values: (number | string | null)[];
  /** Of numbers in standard deviations of all rows, of other values in shares. */
  differences: (number | null)[];
}

export interface ClusterDetails {
  kind: "clusters";
  rows: number;
  left_out: number;
  noise: number;
  /** The number of clusters; only the first 50 are described. */
  found: number;
  clusters: {
    cluster: number;
    rows: number;
    /** In the plane of the two main axes. */
    center: [number, number];
    average_distance: number | null;
    maximal_distance: number | null;
  }[];
  /** Across, up, cluster of up to 1,000 rows drawn at random. */
  points: [number, number, number][];
  /** The share of the variance along each of the (at most two) axes of the picture. */
  axes: number[];
  profile: ClusterProfile[];
  dendrogram: DendrogramTree | null;
  figures: { name: string; value: number }[];
}

export interface DendrogramTree {
  /** From left to right; each stands for the rows that were merged below it. */
  leaves: { rows: number; cluster: number | null }[];
  /** Bottom up: the place and the height of both halves, and the height at which they were merged. */
  merges: { halves: [[number, number], [number, number]]; height: number; cluster: number | null }[];
  cut: number;
  height: number;
}

export interface AnomalyDetails {
  kind: "anomalies";
  rows: number;
  anomalies: number;
  threshold: number;
  /** The threshold on the detector's own scale. */
  own_threshold: number;
  histogram: { edges: number[]; counts: number[] };
  quantiles: { share: number; score: number }[];
}

/** `hidden` nodes lie too deep to be drawn. The root is the first of the nodes. */
export interface DecisionTree {
  nodes: DecisionTreeNode[];
  depth: number;
  leaves: number;
  hidden: number;
}

export interface DecisionTreeNode {
  rows: number;
  impurity: number;
  /** The mean of a regression; null for classes, which have shares. */
  value: number | null;
  shares: number[];
  /** Yes leads to the left: at most `threshold`, one of `levels`, or not missing where it has neither. Null at a leaf. */
  question: {
    feature: string;
    threshold: number | null;
    levels: string[] | null;
    others: string[] | null;
    missing_left: boolean;
    /** Places in the list of nodes; null where the tree goes on out of sight. */
    left: number | null;
    right: number | null;
  } | null;
}

/** The mean prediction at each value of the grid; a series for each class or quantile. */
export interface PartialDependence {
  feature: string;
  numeric: boolean;
  grid: (number | string)[];
  series: { name: string | null; values: number[] }[];
}

export interface TransformationView {
  kind: "transformation";
  title: string;
  records: Record<string, Json>[];
  details: TopicDetails | ComponentDetails | null;
}

/** Topics of texts: the commonest first, each with its words of the largest probability. */
export interface TopicDetails {
  kind: "topics";
  topics: {
    name: string;
    /** The mean share of the topic in the texts. */
    share: number;
    words: { word: string; weight: number }[];
  }[];
}

export interface ComponentDetails {
  kind: "components";
  /** The share of the variance along each component. */
  explained: number[];
  columns: string[];
  /** weights[component][column] */
  weights: number[][];
  /** The first two components of up to 1,000 rows. */
  points: [number, number][];
}

/** Where an evaluation's numbers came from; those of older results do not say. */
export interface EvaluationSource {
  columns?: { label: string | null; predicted: string; score: string | null };
  /** From which probability on the scores called a row positive, null for the likelier class. */
  called_from?: number | null;
}

export interface TwoClassDetails extends EvaluationSource {
  positive: string;
  negative: string;
  rows: number;
  positives: number;
  /** Thresholds from high to low, with the counts of rows scored at or above each: all metrics follow from them. */
  thresholds: number[];
  true_positives: number[];
  false_positives: number[];
  auc: number;
  average_precision: number;
  log_loss: number | null;
  brier: number | null;
  /** Score histogram in 40 equal bins of [0, 1]. */
  histogram: { positive: number[]; negative: number[] };
  calibration: { predicted: number; observed: number; rows: number }[];
  /** False when scores are no probabilities. */
  probabilities: boolean;
  /** Where scoring draws the line, of scores that are no probabilities. */
  threshold?: number;
  /** Of scores of anomalies: why the positive class is the anomaly. */
  anomaly?: "rarer" | "named";
}

export interface MulticlassDetails extends EvaluationSource {
  classes: string[];
  /** matrix[true][predicted] */
  matrix: number[][];
  per_class: { class: string; precision: number; recall: number; f1: number; rows: number }[];
  rows: number;
}

export interface RegressionDetails extends EvaluationSource {
  rows: number;
  label: string;
  /** Up to 2,000 rows drawn at random: [true, predicted]. */
  points: [number, number][];
  residuals: { edges: number[]; counts: number[] };
  /** Of true and predicted values together, for the axes; and of the true ones alone. */
  range: { min: number; max: number };
  true_range: { min: number; max: number };
}

export interface QuantileDetails {
  rows: number;
  label: string;
  /** Rising; `below` is the share of rows at or below the quantile. */
  quantiles: { quantile: number; loss: number; below: number }[];
  /** The share of rows between the lowest and the highest quantile, and what it should be. */
  coverage: number;
  expected_coverage: number;
  mean_width: number;
  /** Up to 300 rows drawn at random: the truth, then each quantile. */
  intervals: number[][];
  range: { min: number; max: number };
}

/** How well recommended items are ordered. */
export interface RankingDetails {
  kind: "ranking";
  users: number;
  /** At most so many items were recommended to each. */
  depth: number;
  ndcg: number;
  /** The mean NDCG of the same items in random order. */
  by_chance: number;
  /** Users by their own NDCG, in equal bins up to 1. */
  by_user: { edges: number[]; counts: number[] };
}

export interface ClusteringDetails {
  kind: "clustering";
  rows: number;
  /** Rows in no cluster. */
  without: number;
  /** Rows from which the silhouettes are; null where there are none. */
  sampled: number | null;
  clusters: {
    cluster: number;
    rows: number;
    average_distance: number;
    average_other: number | null;
    maximal_distance: number;
    silhouette: number | null;
  }[];
  points: [number, number, number][];
  axes: number[];
  profile: ClusterProfile[];
  /** counts[cluster][class] */
  label: { name: string; classes: string[]; counts: number[][] } | null;
}

export interface EvaluationView {
  kind: "evaluation";
  task: Task;
  models: {
    name: string;
    metrics: Record<string, number>;
    details:
      | TwoClassDetails
      | MulticlassDetails
      | RegressionDetails
      | QuantileDetails
      | ClusteringDetails
      | RankingDetails;
  }[];
}

export interface ImageDirectoryView {
  kind: "image_directory";
  images: number;
  bytes: number;
  /** `rows`: the places of the first images of the category; a null name stands for images without one. */
  categories: { name: string | null; images: number; rows: number[] }[];
  all_categories: number;
  /** The commonest first. */
  sizes: { width: number; height: number; images: number }[];
  all_sizes: number;
  /** What training changes by chance, in words. */
  augmentation: string[];
}

export type ArtifactView = DatasetView | ModelView | TransformationView | EvaluationView | ImageDirectoryView;
