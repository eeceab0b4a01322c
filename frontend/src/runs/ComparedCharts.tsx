/** The charts of one evaluation with the models of all runs in them. */

import { useQueries } from "@tanstack/react-query";
import { useMemo } from "react";
import { queries } from "../api/queries";
import type { NodeCompared } from "../api/types";
import { versionMessages } from "../messages/versions";
import { EvaluationCharts } from "../views/evaluation/EvaluationView";
import { joined } from "../views/evaluation/joined";
import "../styles/later";
import "../views/views.css";

const say = versionMessages.compare;

export default function ComparedCharts({ nodes, names }: { nodes: NodeCompared[]; names: string[] }) {
  const evaluations = nodes.filter(({ steps }) => steps.filter((step) => evaluationIn(step)).length > 1);
  if (evaluations.length === 0) return null;
  return (
    <section className="compare-section">
      <h2>{say.charts}</h2>
      {evaluations.map((node) => (
        <Charts key={node.node} node={node} names={names} />
      ))}
    </section>
  );
}

function evaluationIn(step: NodeCompared["steps"][number]): string | null {
  return Object.values(step?.outputs ?? {}).find(({ type }) => type === "evaluation")?.artifact ?? null;
}

function Charts({ node, names }: { node: NodeCompared; names: string[] }) {
  const held = useMemo(
    () =>
      node.steps.flatMap((step, at) => {
        const artifact = evaluationIn(step);
        return artifact === null ? [] : [{ artifact, name: names[at]! }];
      }),
    [node, names],
  );
  const views = useQueries({
    queries: held.map(({ artifact }) => queries.artifact(artifact)),
    combine: (results) => results.map(({ data }) => data?.view),
  });
  const view = useMemo(
    () =>
      joined(
        views,
        held.map(({ name }) => name),
      ),
    [views, held],
  );
  const own = views[0]?.kind === "evaluation" ? views[0].models.length : 0;
  return view && <EvaluationCharts view={view} against={own} />;
}
