/** What the server says: generated from its OpenAPI description, and refined where that cannot say it exactly. */

import type { Design, DesignNode, Edit, Json } from "../graph/types";
import type { components } from "./schema";

/** A model of the server, with the fields whose types its description leaves open. */
type Exact<Name extends keyof components["schemas"], Fields = unknown> = Omit<
  components["schemas"][Name],
  keyof Fields
> &
  Fields;

export type PortType =
  | "dataset"
  | "untrained_model"
  | "trained_model"
  | "transformation"
  | "evaluation"
  | "file"
  | "image_directory";
export type ColumnType = "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "other";
export type Role = "feature" | "label" | "score" | "weight" | "time" | "group" | "none";
/** `classification`: two-class or multiclass, which training settles. */
export type Task =
  | "regression"
  | "quantile"
  | "two-class"
  | "multiclass"
  | "classification"
  | "clustering"
  | "anomaly"
  | "images"
  | "recommendation";
export type ConnectionKind = "postgresql" | "mysql" | "s3";

/** JSON schema of one parameter: pydantic's, and the hints of modules/kit/parameters.py. */
export interface ParameterSchema {
  title: string;
  description?: string;
  default?: Json;
  type?: "string" | "number" | "integer" | "boolean" | "array" | "object" | "null";
  enum?: Json[];
  const?: Json;
  anyOf?: ParameterSchema[];
  items?: ParameterSchema;
  $ref?: string;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  exclusiveMaximum?: number;
  minLength?: number;
  /** Form hints. */
  column_of?: { port: string; types: ColumnType[] };
  columns_of?: { port: string; types: ColumnType[] };
  conditions_of?: { port: string };
  shown_when?: Record<string, Json[]>;
  code?: "python" | "sql" | "r" | "text";
  multiline?: boolean;
  sweepable?: boolean;
  /** The values that are usually tried. */
  sweep?: { list: Json[] };
  /** "file" where the module takes the file as it was uploaded. */
  dataset_reference?: boolean | "file";
  /** The kinds of stored connections that can be named. */
  connection_of?: ConnectionKind[];
  /** Names of secrets, which a script gets in its environment. */
  secret_names?: boolean;
  refreshed_at?: boolean;
  artifact_reference?: boolean;
}

export type Port = Exact<"PortOut", { type: PortType }>;

export type Module = Exact<
  "ModuleOut",
  {
    inputs: Port[];
    outputs: Port[];
    parameters: {
      properties: Record<string, ParameterSchema>;
      required?: string[];
      $defs?: Record<string, ParameterSchema>;
    };
    task: Task | null;
  }
>;

/** `accepts`: input port type -> output port types that it takes. */
export type Catalog = Exact<"CatalogOut", { modules: Module[]; accepts: Record<PortType, PortType[]> }>;

export interface Column {
  name: string;
  type: ColumnType;
  role: Role;
  levels?: string[];
  /** What was seen of its values, where data have been seen. */
  seen?: Seen;
}

/** The values of a column: `exact` at this port, else further up, before rows were left out. */
export interface Seen {
  rows: number;
  missing: number | null;
  minimum: Json;
  maximum: Json;
  distinct: number | null;
  exact: boolean;
}

/** Columns of a dataset port; `complete` is false when a run may bring more. */
export interface Schema {
  columns: Column[];
  complete: boolean;
}

export type Problem = Exact<
  "ProblemOut",
  { fix: { label: string; edits: Edit[]; secret?: string | null } | null; silence: Edit[] }
>;

/** `schemas`: "node.port" -> columns, null when only a run can tell. `known`: "node.port" -> what is stored already. */
export type Analysis = Exact<
  "Analysis",
  {
    problems: Problem[];
    advice: Problem[];
    silenced: Problem[];
    schemas: Record<string, Schema | null>;
    known: Record<string, Output>;
    modules: Module[];
  }
>;

/** What a port shows on the live sample: the first rows of a table, or the metrics of an evaluation. */
export type SampledPort = Exact<"SampledPort", { head: Json[][]; metrics: Record<string, Json> }>;
export type SampledNode = Exact<"SampledNode", { ports: Record<string, SampledPort> }>;
export type Trial = Exact<"TrialOut", { ports: Record<string, SampledPort> }>;
export type LiveSample = Exact<"LiveSampleOut", { nodes: Record<string, SampledNode> }>;

/** The few numbers from which a node's small picture is drawn. */
export type Glance =
  | { kind: "histograms"; columns: { name: string; bars: number[] }[] } // up to 4 columns, bars 0..1
  | { kind: "split"; bars: number[]; share: number } // Split Data: one histogram, share of the first output 0..1
  | { kind: "weights"; values: number[] } // signed coefficients, largest first, -1..1
  | { kind: "importances"; values: number[] } // 0..1, largest first
  | { kind: "curve"; series: [number, number][][] } // ROC curves, 0..1
  | { kind: "scatter"; points: [number, number][] } // predicted against true, 0..1
  | { kind: "matrix"; cells: number[][] } // confusion, share of its row 0..1
  | { kind: "history"; series: number[][] } // loss epoch by epoch, 0..1
  | { kind: "images"; png: string } // a picture of four images, in base64
  | { kind: "rules"; count: number } // a transformation
  | { kind: "clusters"; points: [number, number, number][] } // across, up (0..1) and the cluster, -1 for noise
  | { kind: "threshold"; bars: number[]; cut: number }; // anomaly scores, and where the line is (0..1)

export type Output = Exact<"Output", { type: PortType; glance: Glance | null }>;
export type Described = Exact<"Described", { module: Module | null }>;
export type Scorer = components["schemas"]["ScorerOut"];
export type ExportedCode = components["schemas"]["CodeOut"];
export type Progress = components["schemas"]["Progress"];
export type ErrorHelp = components["schemas"]["ErrorOut"];
export type StepError = Required<components["schemas"]["StepError"]>;
/** `reason`: why it is so, in words. `reused_from`: the number of the run whose result it is. */
export type Step = Exact<
  "Step",
  { outputs: Record<string, Output>; progress: Progress | null; error: StepError | null }
>;
export type StepState = Step["state"];
/** `level`: S3 a sandbox, S2 part of one, S1 a process of its own with limits, S0 none. */
export type Isolation = Exact<"Isolation", { level: "S3" | "S2" | "S1" | "S0"; advice: string | null }>;
export type Run = Exact<"Run", { isolation: Isolation; steps: Step[] }>;
export type RunState = Run["state"];
/** `problems`: what is left out of a run that was started in spite of them. */
export type StartedRun = Run & { problems: Problem[] };
type Metrics = Record<string, Record<string, number>>;
export type RunSummary = Exact<"RunSummary", { metrics: Metrics }>;
export type ListedRun = Exact<"ListedRun", { metrics: Metrics }>;
export type LogLine = Exact<"LogLine", { stream: "stdout" | "stderr" | "log" }>;
export type System = Exact<"System", { isolation: Isolation }>;

export type DesignSummary = Exact<"DesignSummary", { last_run: RunSummary | null; glance: Glance | null }>;
export type DesignState = Exact<"DesignState", { document: Design }>;
export type Sample = Exact<"SampleOut", { glance: Glance | null }>;
export type Connection = Exact<"ConnectionSummary", { kind: ConnectionKind }>;
export type DatasetSummary = Exact<"DatasetSummary", { source: "upload" | "sample"; glance: Glance | null }>;
/** Row by row, in the order of `columns`; null is missing. */
export type Rows = Exact<"Rows", { rows: Json[][] }>;
export type Correlation = components["schemas"]["Correlation"];
export type Scatter = Exact<"Scatter", { color: (string | number | null)[] | null; size: (number | null)[] | null }>;
export type Distributions = Exact<"Distributions", { type: ColumnType }>;
export type GroupOut = components["schemas"]["GroupOut"];

export interface ColumnProfile {
  name: string;
  type: ColumnType;
  role: Role;
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
export interface TrialsShown {
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
  /** A view of its own beside the table. */
  shown_as?: TrialsShown;
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
  trees: { count: number; shown: Tree[] } | null;
  /** Partial dependence of the columns with the largest effect. */
  dependence: Effect[] | null;
  /** Networks: how training went, epoch by epoch; null where a number had no end. */
  history: { figure: string; series: { name: string; values: (number | null)[] }[] }[] | null;
  features: Column[];
  /** What was learned without a label. */
  details: ClusterDetails | AnomalyDetails | SimilarItems | null;
}

/** The most rated items of a recommender, each with those that it has learned to be alike, the likest first. */
export interface SimilarItems {
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
  dendrogram: Dendrogram | null;
  figures: { name: string; value: number }[];
}

export interface Dendrogram {
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
export interface Tree {
  nodes: TreeNode[];
  depth: number;
  leaves: number;
  hidden: number;
}

export interface TreeNode {
  rows: number;
  impurity: number;
  /** The mean of a regression; null for classes, which have shares. */
  value: number | null;
  shares: number[];
  /** Yes leads to the left: at most `threshold`, or one of `levels`. Null at a leaf. */
  question: {
    feature: string;
    threshold: number;
    levels: string[] | null;
    others: string[] | null;
    missing_left: boolean;
    /** Places in the list of nodes; null where the tree goes on out of sight. */
    left: number | null;
    right: number | null;
  } | null;
}

/** The mean prediction at each value of the grid; a series for each class or quantile. */
export interface Effect {
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
export interface Found {
  columns?: { label: string | null; predicted: string; score: string | null };
  /** From which probability on the scores called a row positive, null for the likelier class. */
  called_from?: number | null;
}

export interface TwoClassDetails extends Found {
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

export interface MulticlassDetails extends Found {
  classes: string[];
  /** matrix[true][predicted] */
  matrix: number[][];
  per_class: { class: string; precision: number; recall: number; f1: number; rows: number }[];
  rows: number;
}

export interface RegressionDetails extends Found {
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

export interface ImagesView {
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

export type View = DatasetView | ModelView | TransformationView | EvaluationView | ImagesView;

export type Artifact = Output & { view: View };

/** A change that the server has. What was made by an earlier version has neither an id nor a person. */
export interface Edits {
  revision: number;
  client: string;
  id?: string;
  label: string;
  edits: Edit[];
  person?: { id: string; name: string };
}

/** Events of one design, by server-sent events at /api/designs/{id}/events. Those with an id are replayed on reconnect. */
export type Event =
  | { event: "edits"; id: number; data: Edits }
  | { event: "run"; id: number; data: Run }
  | { event: "step"; id: number; data: { run: string; number: number; step: Step } }
  | { event: "progress"; data: { run: string; node: string; progress: NonNullable<Step["progress"]> } }
  | { event: "log"; data: { run: string; node: string; lines: LogLine[] } }
  | { event: "presence"; data: { here: Visitor[] } }
  | { event: "at"; data: { client: string; at: Visitor["at"] } }
  | { event: "comments"; id: number; data: { thread: string } }
  /** Somebody trusts the design now. */
  | { event: "trust"; data: Record<string, never> }
  /** To visitors of a link: results are others now, or the link has ended. */
  | { event: "results"; data: Record<string, never> }
  | { event: "ended"; data: { detail: string } }
  | { event: "reset"; data: Record<string, never> };

/** One tab of somebody who has the design open. */
export interface Visitor {
  client: string;
  person: { id: string; name: string; kind: "local" | "account" | "guest" | "visitor" };
  /** Which of the colours is theirs. */
  color: number;
  /** Nothing until they have said where they are. */
  at: Partial<Omit<components["schemas"]["At"], "client">>;
}

export type Thread = components["schemas"]["Thread"];
export type Comment = components["schemas"]["Comment"];
export type Done = components["schemas"]["Done"];

/** Every refusal: `detail` is a sentence for the user. */
export interface Refusal {
  detail: string;
  problems?: Problem[];
  taken?: string[][];
}

/** The errors of a module, and its example as nodes. */
export type ModuleHelp = Exact<"HelpOut", { example: Record<string, DesignNode> }>;
export type Targets = Exact<"TargetsOut">;
export type Starter = Exact<"StarterOut", { nodes: Record<string, DesignNode> }>;
export type VersionSummary = components["schemas"]["VersionSummary"];
export type ChangeOut = components["schemas"]["ChangeOut"];
export type Changes = Exact<"Changes", { old: Design; new: Design }>;
export type Compared = Exact<"Compared", { runs: ListedRun[]; documents: Design[]; nodes: NodeCompared[] }>;
export type StepIn = Exact<
  "StepIn",
  { outputs: Record<string, Output>; columns: Record<string, Record<string, string>> }
>;
export type NodeCompared = Exact<"NodeCompared", { steps: (StepIn | null)[] }>;
export type Varied = Exact<"Varied", { values: Json[] }>;
export type Experiment = components["schemas"]["ExperimentOut"];
export type Cleaning = components["schemas"]["CleaningOut"];
export type Usage = components["schemas"]["UsageOut"];
