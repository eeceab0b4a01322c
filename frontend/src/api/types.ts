/** What the server says. Replaced by the types generated from its OpenAPI schema; the names stay. */

import type { Design, Edit, Json } from "../graph/types";

export type PortType = "dataset" | "untrained_model" | "trained_model" | "transformation" | "evaluation" | "file";
export type ColumnType = "integer" | "real" | "boolean" | "text" | "category" | "datetime" | "other";
export type Role = "feature" | "label" | "score" | "weight" | "time" | "group" | "none";
export type Task = "regression" | "two-class" | "multiclass" | "clustering" | "anomaly";

export interface Port {
  name: string;
  title: string;
  type: PortType;
  optional: boolean;
  many: boolean;
}

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
  shown_when?: Record<string, Json[]>;
  code?: "python" | "sql" | "r" | "text";
  multiline?: boolean;
  sweepable?: boolean;
  dataset_reference?: boolean;
}

export interface Module {
  name: string;
  title: string;
  category: string;
  icon: string;
  summary: string;
  help: string;
  inputs: Port[];
  outputs: Port[];
  parameters: {
    properties: Record<string, ParameterSchema>;
    required?: string[];
    $defs?: Record<string, ParameterSchema>;
  };
  task: Task | null;
  trusted: boolean;
  deterministic: boolean;
  palette: boolean;
  /** Packages to install before it can be used; empty when it can. */
  missing: string[];
  replaces: string[];
}

export interface Catalog {
  modules: Module[];
  /** Input port type -> output port types that it takes. */
  accepts: Record<PortType, PortType[]>;
}

export interface Column {
  name: string;
  type: ColumnType;
  role: Role;
  levels?: string[];
}

/** Columns of a dataset port; `complete` is false when a run may bring more. */
export interface Schema {
  columns: Column[];
  complete: boolean;
}

export interface Problem {
  node: string | null;
  /** The parameter or input port that it is about. */
  field: string | null;
  message: string;
  fix: { label: string; edits: Edit[] } | null;
}

/** What is known of a design without running it. */
export interface Analysis {
  revision: number;
  problems: Problem[];
  /** "node.port" -> columns, null when only a run can tell. */
  schemas: Record<string, Schema | null>;
  /** Nodes whose result in the latest run is no longer what they would give. */
  changed: string[];
  /** "node.port" -> the artifact that is known already: datasets, and outputs of earlier runs of the same node. */
  known: Record<string, Output>;
}

export type StepState = "queued" | "running" | "succeeded" | "reused" | "failed" | "skipped" | "cancelled";
export type RunState = "queued" | "running" | "succeeded" | "failed" | "cancelled";

/** The few numbers from which a node's small picture is drawn. */
export type Glance =
  | { kind: "histograms"; columns: { name: string; bars: number[] }[] } // up to 4 columns, bars 0..1
  | { kind: "split"; bars: number[]; share: number } // Split Data: one histogram, share of the first output 0..1
  | { kind: "weights"; values: number[] } // signed coefficients, largest first, -1..1
  | { kind: "importances"; values: number[] } // 0..1, largest first
  | { kind: "curve"; series: [number, number][][] } // ROC curves, 0..1
  | { kind: "scatter"; points: [number, number][] } // predicted against true, 0..1
  | { kind: "matrix"; cells: number[][] } // confusion, share of its row 0..1
  | { kind: "rules"; count: number }; // a transformation

export interface Output {
  artifact: string;
  type: PortType;
  rows: number | null;
  columns: number | null;
  bytes: number;
  glance: Glance | null;
}

export interface StepError {
  number: number | null;
  title: string;
  message: string;
  line: number | null;
  parameter: string | null;
  traceback: string | null;
}

export interface Step {
  node: string;
  module: string;
  title: string;
  state: StepState;
  /** Why it is so, in words: "Train Model failed", "after Split Data". */
  reason: string | null;
  attempt: number;
  seconds: number | null;
  started_at: string | null;
  finished_at: string | null;
  /** Number of the run whose result was reused. */
  reused_from: number | null;
  progress: { done: number; total: number | null; unit: string } | null;
  error: StepError | null;
  outputs: Record<string, Output>;
}

export interface Run {
  id: string;
  number: number;
  design_id: string;
  revision: number;
  state: RunState;
  targets: string[];
  isolation: Isolation;
  created_at: string;
  started_at: string | null;
  finished_at: string | null;
  steps: Step[];
}

export interface RunSummary {
  id: string;
  number: number;
  state: RunState;
  created_at: string;
  seconds: number | null;
  done: number;
  total: number;
  /** {node id: {metric: value}} of the evaluations. */
  metrics: Record<string, Record<string, number>>;
}

export interface Isolation {
  /** S3 sandbox, S2 Landlock and seccomp without the rest, S1 process and limits, S0 none. */
  level: "S3" | "S2" | "S1" | "S0";
  by: string;
  /** One sentence for the user, and what would give a better level; null when it is the best. */
  description: string;
  advice: string | null;
}

export interface DesignSummary {
  id: string;
  name: string;
  description: string;
  updated_at: string;
  modules: number;
  /** Nodes as [x, y, category] and edges as pairs of node indexes, for the small picture of the graph. */
  picture: { nodes: [number, number, string][]; edges: [number, number][] };
  last_run: RunSummary | null;
  /** The glance of the last evaluation, else of the last output. */
  glance: Glance | null;
}

export interface DesignState {
  id: string;
  revision: number;
  document: Design;
  created_at: string;
  updated_at: string;
  /** Scripts of designs that came by import run only after the user says so. */
  trusted: boolean;
}

export interface Sample {
  name: string;
  title: string;
  question: string;
  description: string;
  teaches: string;
  modules: number;
  task: string;
  seconds: number | null;
  picture: DesignSummary["picture"];
  glance: Glance | null;
}

export interface DatasetSummary {
  id: string;
  name: string;
  version: number;
  versions: {
    version: number;
    artifact: string;
    rows: number;
    columns: number;
    bytes: number;
    created_at: string;
    file_name: string;
  }[];
  artifact: string;
  rows: number;
  columns: number;
  bytes: number;
  file_name: string;
  created_at: string;
  /** What was assumed while reading: "Read as Windows-1252 since it is not UTF-8." */
  notices: string[];
  glance: Glance | null;
  source: "upload" | "sample";
  attribution: string | null;
}

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
}

export interface DatasetView {
  kind: "dataset";
  rows: number;
  columns: ColumnProfile[];
  /** Number of columns that were profiled when there are very many. */
  profiled: number;
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
  coefficients: { class: string | null; intercept: number; weights: { feature: string; weight: number }[] }[] | null;
  importances: { feature: string; importance: number }[] | null;
  features: Column[];
}

export interface TransformationView {
  kind: "transformation";
  title: string;
  records: Record<string, Json>[];
}

export interface TwoClassDetails {
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
}

export interface MulticlassDetails {
  classes: string[];
  /** matrix[true][predicted] */
  matrix: number[][];
  per_class: { class: string; precision: number; recall: number; f1: number; rows: number }[];
  rows: number;
}

export interface RegressionDetails {
  rows: number;
  label: string;
  /** Up to 2,000 rows drawn at random: [true, predicted]. */
  points: [number, number][];
  residuals: { edges: number[]; counts: number[] };
  range: { min: number; max: number };
}

export interface EvaluationView {
  kind: "evaluation";
  task: Task;
  models: {
    name: string;
    metrics: Record<string, number>;
    details: TwoClassDetails | MulticlassDetails | RegressionDetails;
  }[];
}

export type View = DatasetView | ModelView | TransformationView | EvaluationView;

export interface Artifact extends Output {
  view: View;
}

export interface Rows {
  offset: number;
  total: number;
  columns: string[];
  /** Row by row, in the order of `columns`; null is missing. */
  rows: Json[][];
}

/** Events of one design, by server-sent events at /api/designs/{id}/events. Those with an id are replayed on reconnect. */
export type Event =
  | { event: "edits"; id: number; data: { revision: number; client: string; label: string; edits: Edit[] } }
  | { event: "run"; id: number; data: Run }
  | { event: "step"; id: number; data: { run: string; number: number; step: Step } }
  | { event: "progress"; data: { run: string; node: string; progress: NonNullable<Step["progress"]> } }
  | { event: "log"; data: { run: string; node: string; lines: LogLine[] } }
  | { event: "reset"; data: Record<string, never> };

export interface LogLine {
  at: string;
  stream: "stdout" | "stderr" | "log";
  text: string;
}

/** Every refusal: `detail` is a sentence for the user. */
export interface Refusal {
  detail: string;
  problems?: Problem[];
}
