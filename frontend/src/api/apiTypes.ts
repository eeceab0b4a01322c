/** What the server says: generated from its OpenAPI description, and refined where that cannot say it exactly. */

import type { ArtifactView } from "./artifactViews";
import type { Design, DesignNode, Json } from "./designDocument";
import type { components, paths } from "./schema";

/** A model of the server, with the fields whose types its description leaves open. */
type ServerModel<Name extends keyof components["schemas"], Fields = unknown> = Omit<
  components["schemas"][Name],
  keyof Fields
> &
  Fields;

type Schemas = components["schemas"];

export type Port = Schemas["PortRead"];
export type PortType = Port["type"];
export type Column = Schemas["PortColumn"];
export type ColumnType = Column["type"];
export type ColumnRole = Column["role"];
/** `classification`: two-class or multiclass, which training settles. */
export type Task = NonNullable<Schemas["ModuleRead"]["task"]>;
export type ConnectionKind = Schemas["ConnectionWidget"]["connection_kinds"][number];

/** The field of the form for a parameter, by kind. */
export type ParameterWidget = Schemas["ModuleRead"]["widgets"][number];
export type ParameterKind = ParameterWidget["kind"];
export type WidgetOfKind<Kind extends ParameterKind> = Extract<ParameterWidget, { kind: Kind }>;

export type Module = Schemas["ModuleRead"];

/** `TEST_ACCEPTS`: input port type -> output port types that it takes. */
export type Catalog = ServerModel<"CatalogRead", { modules: Module[]; accepts: Record<PortType, PortType[]> }>;

/** The values of a column: `scoreExactType` at this port, else further up, before rows were left out. */
export type ValueStatistics = Schemas["ValueStatistics"];
/** Columns of a dataset port; `complete` is false when a run may bring more. */
export type Schema = Schemas["PortTable"];

export type Problem = Schemas["ProblemRead"];

/** As it is sent. `known`: "node.port" -> what is stored already. */
export type AnalysisResponse = ServerModel<"DesignAnalysisRead", { known: Record<string, Output>; modules: Module[] }>;

/** `schemas`: "node.port" -> columns, null when only a run can tell; ports with the same columns share them. */
export type Analysis = Omit<AnalysisResponse, "tables" | "schemas"> & { schemas: Record<string, Schema | null> };

/** What a port shows on the live sample: the first rows of a table, or the metrics of an evaluation. */
export type PreviewPort = Schemas["PreviewPort"];
export type PreviewNode = Schemas["PreviewNode"];
export type DraftRunResponse = Schemas["DraftRunRead"];
export type DesignPreview = Schemas["DesignPreviewRead"];

/** The few numbers from which a node's small picture is drawn. */
export type Thumbnail = Schemas["Thumbnail"];

export type LearnerIcon = ServerModel<"PlaceholderDrawingRead">;

export type Output = ServerModel<"OutputRead", { type: PortType }>;
export type ModuleDescription = ServerModel<"ModuleDescription", { module: Module | null }>;
export type ScoringNode = Schemas["ScoringNodeRead"];
export type ExportedCode = Schemas["GeneratedCodeRead"];
export type StepProgress = Schemas["ProgressRead"];
export type ErrorGuide = Schemas["ErrorCodeRead"];
export type StepError = Required<Schemas["StepError"]>;
/** `reason`: why it is so, in words. `reused_from`: the number of the run whose result it is. */
export type Step = ServerModel<
  "StepRead",
  { outputs: Record<string, Output>; progress: StepProgress | null; error: StepError | null }
>;
export type StepState = Step["state"];
/** `level`: S3 a sandbox, S2 part of one, S1 a process of its own with limits, S0 none. */
export type Isolation = ServerModel<"IsolationRead", { advice: string | null; barred: string; budget: Budget | null }>;
/** What one step and all its processes may take together. */
export type Budget = ServerModel<"StepBudgetRead">;
export type Run = ServerModel<"RunRead", { isolation: Isolation; steps: Step[] }>;
export type RunState = Run["state"];
/** `problems`: what is left out of a run that was started in spite of them. */
export type StartedRun = Run & { problems: Problem[] };
export type RunSummary = Schemas["RunSummary"];
export type ListedRun = Schemas["DesignRunSummary"];
/** A model of an evaluation under its name, with its metrics. */
export type ModelMetrics = Schemas["ModelMetrics"];
export type LogLine = Schemas["LogLineRead"];
export type System = ServerModel<"SystemRead", { isolation: Isolation }>;

export type DesignSummary = ServerModel<"DesignSummary", { last_run: RunSummary | null }>;
export type DesignState = ServerModel<"DesignRead", { document: Design }>;
export type ExampleDesign = Schemas["SampleDesignRead"];
export type StoredConnection = ServerModel<"ConnectionSummary", { kind: ConnectionKind }>;
/** Files that are looked at before they become a dataset, and what they look like by these options. */
export type ImportRead = Schemas["ImportRead"];
export type ReadingOptions = Schemas["ReadingOptions"];
export type ReadingReport = Schemas["ReadingReport"];
export type ColumnReading = Schemas["ColumnReading"];
export type ColumnReport = Schemas["ColumnReport"];
export type FileReport = Schemas["FileReport"];

export type DatasetSummary = ServerModel<"DatasetSummary", { source: "upload" | "sample" }>;
/** Row by row, in the order of `columns`; null is missing. */
export type RowWindow = ServerModel<"RowWindow", { rows: Json[][] }>;
export type Correlation = Schemas["CorrelationRead"];
export type Scatter = ServerModel<
  "ScatterRead",
  { color: (string | number | null)[] | null; size: (number | null)[] | null }
>;
export type Distributions = ServerModel<"DistributionsRead", { type: ColumnType }>;
export type DistributionGroup = Schemas["DistributionGroupRead"];

export type Artifact = Output & { view: ArtifactView };

/** A change that the server has. */
export type EditsMessage = Schemas["EditsMessage"];
/** One tab of somebody who has the design open. */
export type Participant = Schemas["ParticipantRead"];

/** Events of one design, by server-sent events at /api/designs/{id}/events. Those with an id are replayed on reconnect. */
export type DesignEvent = Refined<SentEvent<"/api/designs/{design_id}/events">>;
/** What a link's page is told: that it has ended, or shows another version. */
export type SharedDesignEvent = SentEvent<"/api/shared/{share_id}/events">;
type SentEvent<Path extends keyof paths> = paths[Path] extends {
  get: { responses: { 200: { content: { "text/event-stream": infer Event } } } };
}
  ? Event
  : never;
type Refined<Event> = Event extends { event: "run" }
  ? Omit<Event, "data"> & { data: Run }
  : Event extends { event: "step" }
    ? Omit<Event, "data"> & { data: { run: string; number: number; step: Step } }
    : Event;

export type CommentThread = Schemas["ThreadRead"];
export type Comment = Schemas["CommentRead"];
export type EditRecord = Schemas["EditRead"];

/** `document`: of any version or make. */
export type DesignCreate = ServerModel<"DesignCreate", { document?: unknown }>;

/** Every refusal: `detail` is a sentence for the user. */
export type ErrorBody = Schemas["ErrorRead"];

/** The errors of a module, and its example as nodes. */
export type ModuleHelpContent = ServerModel<"ModuleHelpRead", { example: Record<string, DesignNode> }>;
export type TargetCandidates = Schemas["TargetCandidatesRead"];
export type QuickStart = ServerModel<"QuickStartRead", { nodes: Record<string, DesignNode> }>;
export type VersionSummary = Schemas["VersionSummary"];
export type DesignChange = Schemas["ChangeRead"];
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
export type VariedParameter = Schemas["VariedParameter"];
export type RunAnalysis = Schemas["RunAnalysisRead"];
export type Cleanup = Schemas["CleanupRead"];
export type StorageUsage = Schemas["StorageUsageRead"];
