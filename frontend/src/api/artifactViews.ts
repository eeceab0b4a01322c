/** Short names for the views of artifacts and their parts, as the server describes them (modules/kit/views). */

import type { components } from "./schema";

type Schemas = components["schemas"];

export type ArtifactView = Schemas["ArtifactView"];
/** What is left of a view for visitors of a link. */
export type SharedView = Schemas["SharedView"];

export type DatasetView = Schemas["DatasetView"];
export type SchemaView = Schemas["SchemaView"];
export type ColumnProfile = Schemas["ColumnProfile"];
export type TuningTrialsView = Schemas["TuningTrialsView"];
export type FairnessView = Schemas["FairnessView"];
export type FairnessColumn = Schemas["FairnessColumn"];
export type ExplanationView = Schemas["ExplanationView"];
export type ExplainedRow = Schemas["ExplainedRow"];
export type AutomatedMLView = Schemas["AutomatedMLView"];
export type ManyModelsView = Schemas["ManyModelsView"];
export type ChartView = Schemas["ChartView"];
export type MeasuredGroup = Schemas["MeasuredGroup"];

export type ModelView = Schemas["ModelView"];
export type PartialDependence = Schemas["PartialDependence"];
export type DecisionTree = Schemas["DecisionTreeView"];
export type DecisionTreeNode = Schemas["DecisionTreeNode"];
export type AnomalyDetails = Schemas["AnomalyDetails"];
export type SimilarItemsDetails = Schemas["SimilarItemsDetails"];
export type ClusterDetails = Schemas["ClusterDetails"];
export type ClusterProfile = Schemas["ClusterProfile"];
export type DendrogramTree = Schemas["DendrogramTree"];

export type TransformationView = Schemas["TransformationView"];
export type TopicDetails = Schemas["TopicDetails"];
export type ComponentDetails = Schemas["ComponentDetails"];

export type EvaluationView = Schemas["EvaluationView"];
export type ModelComparison = Schemas["ModelComparison"];
export type ModelSlice = Schemas["ModelSlice"];
export type EvaluationDetails = Schemas["EvaluationDetails"];
export type TwoClassDetails = Schemas["TwoClassDetails"];
export type MulticlassDetails = Schemas["MulticlassDetails"];
export type RegressionDetails = Schemas["RegressionDetails"];
export type QuantileDetails = Schemas["QuantileDetails"];
export type RankingDetails = Schemas["RankingDetails"];
export type ClusteringDetails = Schemas["ClusteringDetails"];

export type ImageDirectoryView = Schemas["ImageDirectoryView"];
