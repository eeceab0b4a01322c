/** One tab of a result. What only some kinds of results need loads when it is first shown. */

import { Suspense } from "react";
import type { View } from "../api/views";
import { later } from "../later";
import { resultsMessages as say } from "../messages/results";
import { ColumnStatistics } from "./dataset/ColumnStatistics";
import { DatasetTable } from "./dataset/DatasetTable";
import { NumbersTable } from "./evaluation/NumbersTable";
import { ModelDetails } from "./model/ModelDetails";
import { Plots } from "./Plots";
import { StepLog } from "./StepLog";
import { TransformationRules } from "./TransformationRules";
import type { Tab } from "./tabs";

const ImagesView = later(() => import("./images/ImagesView"));
const Explore = later(() => import("./explore/Explore").then((module) => ({ default: module.Explore })));
const EvaluationCharts = later(() =>
  import("./evaluation/EvaluationView").then((module) => ({ default: module.EvaluationCharts })),
);
const Effects = later(() => import("./model/Effects"));
const TreeView = later(() => import("./model/TreeView"));
const TrialsView = later(() => import("./trials/TrialsView"));

export interface BodyProps {
  tab: Tab;
  artifact: string;
  view: View;
  node: string | undefined;
  port: string | undefined;
  onTab: (tab: Tab) => void;
  /** In an evaluation with the models of several: the place of the first that is compared with. */
  against?: number;
}

export function ResultBody(props: BodyProps) {
  return (
    <Suspense fallback={<p className="results-message">{say.results.loading}</p>}>
      <Body key={props.artifact} {...props} />
    </Suspense>
  );
}

function Body({ tab, artifact, view, node, port, onTab, against }: BodyProps) {
  const from = node && port ? { node, port } : null;
  if (tab === "log" && node) return <StepLog node={node} />;
  if (tab === "plots" && node) return <Plots node={node} />;
  switch (view.kind) {
    case "dataset":
      if (tab === "trials" && view.shown_as) {
        return <TrialsView shown={view.shown_as} />;
      }
      if (tab === "columns") return <ColumnStatistics view={view} />;
      if (tab === "table") return <DatasetTable artifact={artifact} view={view} from={from} />;
      return <Explore view={view} place={{ artifact, from, onTable: () => onTab("table") }} />;
    case "evaluation":
      return tab === "numbers" ? (
        <NumbersTable view={view} />
      ) : (
        <EvaluationCharts view={view} node={node ?? null} against={against} />
      );
    case "trained_model":
    case "untrained_model":
      if (tab === "tree") return <TreeView view={view} />;
      return tab === "effects" ? <Effects view={view} /> : <ModelDetails view={view} />;
    case "image_directory":
      return <ImagesView artifact={artifact} view={view} />;
    case "transformation":
      return <TransformationRules view={view} />;
    default:
      return <p className="results-message">{say.results.unknown}</p>;
  }
}
