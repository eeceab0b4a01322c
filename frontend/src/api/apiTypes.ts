/** What the server says: generated from its OpenAPI description, and refined where that cannot say it exactly. */

import type { ArtifactView } from "./artifactViews";
import type { Design, DesignNode, Edit, Json } from "./designDocument";
import type { components } from "./schema";

/** A model of the server, with the fields whose types its description leaves open. */
type ServerModel<Name extends keyof components["schemas"], Fields = unknown> = Omit<
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
export type ColumnRole = "feature" | "label" | "score" | "weight" | "time" | "group" | "none";
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

type ServerWidget = components["schemas"]["ModuleRead"]["widgets"][number];

/** The field of the form for a parameter, by kind. The server calls any JSON unknown. */
type WithJson<Widget> = Widget extends unknown
  ? Omit<Widget, "default" | "shown_when" | "suggested_values"> & {
      default: Json;
      shown_when: Record<string, Json[]>;
      suggested_values: Json[];
    }
  : never;

export type ParameterWidget = WithJson<ServerWidget>;
export type ParameterKind = ParameterWidget["kind"];
export type WidgetOfKind<Kind extends ParameterKind> = Extract<ParameterWidget, { kind: Kind }>;

export type Port = ServerModel<"PortRead", { type: PortType }>;

export type Module = ServerModel<
  "ModuleRead",
  {
    inputs: Port[];
    outputs: Port[];
    widgets: ParameterWidget[];
    task: Task | null;
  }
>;

/** `TEST_ACCEPTS`: input port type -> output port types that it takes. */
export type Catalog = ServerModel<"CatalogRead", { modules: Module[]; accepts: Record<PortType, PortType[]> }>;

export interface Column {
  name: string;
  type: ColumnType;
  role: ColumnRole;
  levels?: string[];
  /** What was seen of its values, where data have been seen. */
  seen?: ValueStatistics;
}

/** The values of a column: `scoreExactType` at this port, else further up, before rows were left out. */
export interface ValueStatistics {
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

export type Problem = ServerModel<
  "ProblemRead",
  { fix: { label: string; edits: Edit[]; secret?: string | null } | null; silence: Edit[] }
>;

/** As it is sent. `known`: "node.port" -> what is stored already. */
export type AnalysisResponse = ServerModel<
  "DesignAnalysisRead",
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
export type Analysis = Omit<AnalysisResponse, "tables" | "schemas"> & { schemas: Record<string, Schema | null> };

/** What a port shows on the live sample: the first rows of a table, or the metrics of an evaluation. */
export type PreviewPort = ServerModel<"PreviewPort", { head: Json[][]; metrics: Record<string, Json> }>;
export type PreviewNode = ServerModel<"PreviewNode", { ports: Record<string, PreviewPort> }>;
export type DraftRunResponse = ServerModel<"DraftRunRead", { ports: Record<string, PreviewPort> }>;
export type DesignPreview = ServerModel<"DesignPreviewRead", { nodes: Record<string, PreviewNode> }>;

/** The few numbers from which a node's small picture is drawn. */
export type Thumbnail = components["schemas"]["Thumbnail"];

export type LearnerIcon = ServerModel<"PlaceholderDrawingRead">;

export type Output = ServerModel<"OutputRead", { type: PortType }>;
export type ModuleDescription = ServerModel<"ModuleDescription", { module: Module | null }>;
export type ScoringNode = components["schemas"]["ScoringNodeRead"];
export type ExportedCode = components["schemas"]["GeneratedCodeRead"];
export type StepProgress = components["schemas"]["ProgressRead"];
export type ErrorGuide = components["schemas"]["ErrorCodeRead"];
export type StepError = Required<components["schemas"]["StepErrorRead"]>;
/** `reason`: why it is so, in words. `reused_from`: the number of the run whose result it is. */
export type Step = ServerModel<
  "StepRead",
  { outputs: Record<string, Output>; progress: StepProgress | null; error: StepError | null }
>;
export type StepState = Step["state"];
/** `level`: S3 a sandbox, S2 part of one, S1 a process of its own with limits, S0 none. */
export type Isolation = ServerModel<
  "IsolationRead",
  { level: "S3" | "S2" | "S1" | "S0"; advice: string | null; barred: string; budget: Budget | null }
>;
/** What one step and all its processes may take together. */
export type Budget = ServerModel<"StepBudgetRead">;
export type Run = ServerModel<"RunRead", { isolation: Isolation; steps: Step[] }>;
export type RunState = Run["state"];
/** `problems`: what is left out of a run that was started in spite of them. */
export type StartedRun = Run & { problems: Problem[] };
export type RunSummary = components["schemas"]["RunSummary"];
export type ListedRun = components["schemas"]["DesignRunSummary"];
export type LogLine = ServerModel<"LogLineRead", { stream: "stdout" | "stderr" | "log" }>;
export type System = ServerModel<"SystemRead", { isolation: Isolation }>;

export type DesignSummary = ServerModel<"DesignSummary", { last_run: RunSummary | null }>;
export type DesignState = ServerModel<"DesignRead", { document: Design }>;
export type ExampleDesign = components["schemas"]["SampleDesignRead"];
export type StoredConnection = ServerModel<"ConnectionSummary", { kind: ConnectionKind }>;
export type DatasetSummary = ServerModel<"DatasetSummary", { source: "upload" | "sample" }>;
/** Row by row, in the order of `columns`; null is missing. */
export type RowWindow = ServerModel<"RowWindow", { rows: Json[][] }>;
export type Correlation = components["schemas"]["CorrelationRead"];
export type Scatter = ServerModel<
  "ScatterRead",
  { color: (string | number | null)[] | null; size: (number | null)[] | null }
>;
export type Distributions = ServerModel<"DistributionsRead", { type: ColumnType }>;
export type DistributionGroup = components["schemas"]["DistributionGroupRead"];

export type Artifact = Output & { view: ArtifactView };

/** A change that the server has. What was made by an earlier version has neither an id nor a person. */
export interface EditsMessage {
  revision: number;
  client: string;
  id?: string;
  label: string;
  edits: Edit[];
  person?: { id: string; name: string };
}

/** Events of one design, by server-sent events at /api/designs/{id}/events. Those with an id are replayed on reconnect. */
export type DesignEvent =
  | { event: "edits"; id: number; data: EditsMessage }
  | { event: "run"; id: number; data: Run }
  | { event: "step"; id: number; data: { run: string; number: number; step: Step } }
  | { event: "progress"; data: { run: string; node: string; progress: NonNullable<Step["progress"]> } }
  | { event: "log"; data: { run: string; node: string; lines: LogLine[] } }
  | { event: "presence"; data: { here: Participant[] } }
  | { event: "at"; data: { client: string; at: Participant["at"] } }
  | { event: "comments"; id: number; data: { thread: string } }
  /** Somebody trusts the design now. */
  | { event: "trust"; data: Record<string, never> }
  /** To visitors of a link: results are others now, or the link has ended. */
  | { event: "results"; data: Record<string, never> }
  | { event: "ended"; data: { detail: string } }
  | { event: "reset"; data: Record<string, never> };

/** One tab of somebody who has the design open. */
export interface Participant {
  client: string;
  person: { id: string; name: string; kind: "local" | "account" | "guest" | "visitor" };
  /** Which of the colours is theirs. */
  color: number;
  /** Nothing until they have said where they are. */
  at: Partial<Omit<components["schemas"]["PresenceUpdate"], "client">>;
}

export type CommentThread = components["schemas"]["ThreadRead"];
export type Comment = components["schemas"]["CommentRead"];
export type EditRecord = components["schemas"]["EditRead"];

/** Every refusal: `detail` is a sentence for the user. */
export interface ErrorBody {
  detail: string;
  problems?: Problem[];
  taken?: string[][];
  /** The id of an error of the server itself. */
  error?: string;
  link?: string;
}

/** The errors of a module, and its example as nodes. */
export type ModuleHelpContent = ServerModel<"ModuleHelpRead", { example: Record<string, DesignNode> }>;
export type TargetCandidates = ServerModel<"TargetCandidatesRead">;
export type QuickStart = ServerModel<"QuickStartRead", { nodes: Record<string, DesignNode> }>;
export type VersionSummary = components["schemas"]["VersionSummary"];
export type DesignChange = components["schemas"]["ChangeRead"];
export type DesignDiff = ServerModel<"DesignDiffRead", { old: Design; new: Design }>;
export type RunComparison = ServerModel<
  "RunComparisonRead",
  { runs: ListedRun[]; documents: Design[]; nodes: ComparedNode[] }
>;
export type ComparedStep = ServerModel<
  "ComparedStep",
  { outputs: Record<string, Output>; columns: Record<string, Record<string, string>> }
>;
export type ComparedNode = ServerModel<"ComparedNode", { steps: (ComparedStep | null)[] }>;
export type VariedParameter = ServerModel<"VariedParameter", { values: Json[] }>;
export type RunAnalysis = components["schemas"]["RunAnalysisRead"];
export type Cleanup = components["schemas"]["CleanupRead"];
export type StorageUsage = components["schemas"]["StorageUsageRead"];
