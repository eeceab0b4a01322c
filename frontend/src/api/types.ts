/** What the server says: generated from its OpenAPI description, and refined where that cannot say it exactly. */

import type { Design, DesignNode, Edit, Json } from "../graph/types";
import type { components } from "./schema";
import type { View } from "./views";

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

/** As it is sent. `known`: "node.port" -> what is stored already. */
export type SentAnalysis = Exact<
  "Analysis",
  {
    problems: Problem[];
    advice: Problem[];
    silenced: Problem[];
    tables: Schema[];
    known: Record<string, Output>;
    modules: Module[];
  }
>;

/** `schemas`: "node.port" -> columns, null when only a run can tell; ports with the same columns share them. */
export type Analysis = Omit<SentAnalysis, "tables" | "schemas"> & { schemas: Record<string, Schema | null> };

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

export type Sketch = Exact<"SketchOut">;

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
export type Isolation = Exact<
  "Isolation",
  { level: "S3" | "S2" | "S1" | "S0"; advice: string | null; barred: string; budget: Budget | null }
>;
/** What one step and all its processes may take together. */
export type Budget = Exact<"Budget">;
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
  /** The id of an error of the server itself. */
  error?: string;
  link?: string;
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
