/** One tab of a result. What only some kinds of results need loads when it is first shown. */

import { Suspense, useMemo } from "react";
import type { ArtifactView, DatasetView, EvaluationView } from "../../api/artifactViews";
import { lazyWithRetry } from "../../lib/lazy";
import { nameModels } from "../../lib/modelNames";
import { resultTexts as texts } from "../../messages/resultTexts";
import { ColumnStatistics } from "./dataset/ColumnStatistics";
import { DatasetTable } from "./dataset/DatasetTable";
import { useTableViewState } from "./dataset/tableViewState";
import { NumbersTable } from "./evaluation/NumbersTable";
import { useModelTitles } from "./evaluation/useModelTitles";
import { ModelDetails } from "./model/ModelDetails";
import { PlotImages } from "./PlotImages";
import { ResultSkeleton } from "./ResultSkeleton";
import { ResultNode } from "./resultNode";
import type { ResultTab } from "./resultTabs";
import { StepLog } from "./StepLog";
import { TransformationRules } from "./TransformationRules";

const ImagesView = lazyWithRetry(() => import("./images/ImagesView"));
const Explore = lazyWithRetry(() => import("./explore/Explore").then((module) => ({ default: module.ExploreTab })));
const EvaluationCharts = lazyWithRetry(() =>
  import("./evaluation/EvaluationView").then((module) => ({ default: module.EvaluationCharts })),
);
const WhyView = lazyWithRetry(() => import("./why/WhyView"));
const Effects = lazyWithRetry(() => import("./model/FeatureEffects"));
const TreeView = lazyWithRetry(() => import("./model/TreeView"));
const JobView = lazyWithRetry(() => import("./job/JobView"));
const TrialsView = lazyWithRetry(() => import("./trials/TrialsView"));
const ExplanationView = lazyWithRetry(() => import("./explanation/ExplanationView"));
const FairnessView = lazyWithRetry(() => import("./fairness/FairnessView"));
const DataChartView = lazyWithRetry(() => import("./dataChart/DataChartView"));
const AutomlView = lazyWithRetry(() => import("./automl/AutomlView"));
const ManyModelsView = lazyWithRetry(() => import("./manyModels/ManyModelsView"));

export interface ResultBodyProps {
  tab: ResultTab;
  artifact: string;
  view: ArtifactView;
  node: string | undefined;
  port: string | undefined;
  onTab: (tab: ResultTab) => void;
  /** In an evaluation with the models of several: the place of the first that is compared with. */
  against?: number;
}

export function ResultBody(props: ResultBodyProps) {
  return (
    <Suspense fallback={<ResultSkeleton />}>
      <ResultNode value={props.node ?? null}>
        <ResultTabBody key={props.artifact} {...props} />
      </ResultNode>
    </Suspense>
  );
}

type EvaluationTabProps = Pick<ResultBodyProps, "tab" | "node" | "against"> & { view: EvaluationView };

function EvaluationTab({ tab, view, node, against }: EvaluationTabProps) {
  const titles = useModelTitles(node);
  const named = useMemo(() => (against === undefined ? nameModels(view, titles) : view), [view, titles, against]);
  if (tab === "why" && named.comparison) {
    return <WhyView view={named} comparison={named.comparison} node={node ?? null} />;
  }
  if (tab === "features" && named.explanation) return <ExplanationView shown={named.explanation} />;
  if (tab === "numbers") return <NumbersTable view={named} />;
  return <EvaluationCharts view={named} node={node ?? null} against={against} />;
}

function ColumnsTab({ artifact, view }: { artifact: string; view: DatasetView }) {
  const { conditions } = useTableViewState(artifact);
  return <ColumnStatistics view={view} isFiltered={conditions.length > 0} />;
}

function ResultTabBody({ tab, artifact, view, node, port, onTab, against }: ResultBodyProps) {
  const from = node && port ? { node, port } : null;
  if (tab === "job" && node) return <JobView node={node} />;
  if (tab === "log" && node) return <StepLog node={node} />;
  if (tab === "plots" && node) return <PlotImages node={node} />;
  switch (view.kind) {
    case "dataset":
      if (tab === "trials" && view.shown_as?.kind === "trials") return <TrialsView shown={view.shown_as} />;
      if (tab === "search" && view.shown_as?.kind === "search") {
        return <AutomlView shown={view.shown_as} node={node} />;
      }
      if (tab === "explanation" && view.shown_as?.kind === "explanation") {
        return <ExplanationView shown={view.shown_as} />;
      }
      if (tab === "fairness" && view.shown_as?.kind === "fairness") return <FairnessView shown={view.shown_as} />;
      if (tab === "many_models" && view.shown_as?.kind === "many_models") {
        return <ManyModelsView shown={view.shown_as} />;
      }
      if (tab === "drawn" && view.shown_as?.kind === "chart") return <DataChartView shown={view.shown_as} />;
      if (tab === "columns") return <ColumnsTab artifact={artifact} view={view} />;
      if (tab === "table") return <DatasetTable artifact={artifact} view={view} from={from} />;
      return <Explore view={view} place={{ artifact, from, onTable: () => onTab("table") }} />;
    case "evaluation":
      return <EvaluationTab {...{ tab, view, node, against }} />;
    case "trained_model":
    case "untrained_model":
      if (tab === "tree") return <TreeView view={view} />;
      return tab === "effects" ? <Effects view={view} /> : <ModelDetails view={view} />;
    case "image_directory":
      return <ImagesView artifact={artifact} view={view} />;
    case "transformation":
      return <TransformationRules view={view} />;
    default:
      return <p className="results-message">{texts.results.unknown}</p>;
  }
}
