/** The charts of one evaluation with the models of all runs in them. */

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ComparedNode, ListedRun } from "../../api/apiTypes";
import { queries } from "../../api/queries";
import { nameModels } from "../../lib/modelNames";
import { versionTexts } from "../../messages/versionTexts";
import { EvaluationCharts } from "../results/evaluation/EvaluationView";
import { mergeChangedModels } from "../results/evaluation/mergeEvaluations";
import "../../styles/lazyMantine";
import "../../ui/charts/plot.css";
import "../results/resultsView.css";
import "./comparison.css";

const texts = versionTexts.compare;

interface Props {
  nodes: ComparedNode[];
  runs: ListedRun[];
  names: string[];
}

export default function ComparedCharts({ nodes, runs, names }: Props) {
  const evaluations = nodes.filter(({ steps }) => steps.filter((step) => findStepEvaluation(step)).length > 1);
  if (evaluations.length === 0) return null;
  return (
    <section className="compare-section">
      <h2>{texts.charts}</h2>
      {evaluations.map((node) => (
        <ComparedEvaluation key={node.node} node={node} runs={runs} names={names} />
      ))}
    </section>
  );
}

function findStepEvaluation(step: ComparedNode["steps"][number]): string | null {
  return Object.values(step?.outputs ?? {}).find(({ type }) => type === "evaluation")?.artifact ?? null;
}

function ComparedEvaluation({ node, runs, names }: { node: ComparedNode } & Omit<Props, "nodes">) {
  const evaluations = useMemo(
    () =>
      node.steps.flatMap((step, at) => {
        const artifact = findStepEvaluation(step);
        const titles = runs[at]?.evaluations[node.node]?.map(({ model }) => model);
        return artifact === null ? [] : [{ artifact, titles, name: names[at]! }];
      }),
    [node, runs, names],
  );
  const views = useQueries({
    queries: evaluations.map(({ artifact }) => queries.artifact(artifact)),
    combine: (results) => results.map(({ data }) => data?.view),
  });
  const view = useMemo(
    () =>
      mergeChangedModels(
        views.map((one, at) => nameModels(one, evaluations[at]?.titles)),
        evaluations.map(({ name }) => name),
      ),
    [views, evaluations],
  );
  return view && <EvaluationCharts {...view} />;
}
