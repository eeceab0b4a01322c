/** The charts of one evaluation with the models of all runs in them. */

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import type { ComparedNode } from "../../api/apiTypes";
import { queries } from "../../api/queries";
import { versionTexts } from "../../messages/versionTexts";
import { EvaluationCharts } from "../results/evaluation/EvaluationView";
import { mergeEvaluations } from "../results/evaluation/mergeEvaluations";
import "../../styles/lazyMantine";
import "../../ui/charts/plot.css";
import "../results/resultsView.css";
import "./comparison.css";

const texts = versionTexts.compare;

export default function ComparedCharts({ nodes, names }: { nodes: ComparedNode[]; names: string[] }) {
  const evaluations = nodes.filter(({ steps }) => steps.filter((step) => findStepEvaluation(step)).length > 1);
  if (evaluations.length === 0) return null;
  return (
    <section className="compare-section">
      <h2>{texts.charts}</h2>
      {evaluations.map((node) => (
        <ComparedEvaluation key={node.node} node={node} names={names} />
      ))}
    </section>
  );
}

function findStepEvaluation(step: ComparedNode["steps"][number]): string | null {
  return Object.values(step?.outputs ?? {}).find(({ type }) => type === "evaluation")?.artifact ?? null;
}

function ComparedEvaluation({ node, names }: { node: ComparedNode; names: string[] }) {
  const evaluations = useMemo(
    () =>
      node.steps.flatMap((step, at) => {
        const artifact = findStepEvaluation(step);
        return artifact === null ? [] : [{ artifact, name: names[at]! }];
      }),
    [node, names],
  );
  const views = useQueries({
    queries: evaluations.map(({ artifact }) => queries.artifact(artifact)),
    combine: (results) => results.map(({ data }) => data?.view),
  });
  const view = useMemo(
    () =>
      mergeEvaluations(
        views,
        evaluations.map(({ name }) => name),
      ),
    [views, evaluations],
  );
  const own = views[0]?.kind === "evaluation" ? views[0].models.length : 0;
  return view && <EvaluationCharts view={view} against={own} />;
}
