/** The one figure in the margin of an evaluation: what the last run measured while that holds, else what the sample says. */

import type { ModelMetrics } from "../api/apiTypes";
import { useRuns } from "../api/queries";
import { getHeadlineFigure } from "../lib/headlineMetric";
import { previewTexts as texts } from "../messages/analysisTexts";
import { useDesign } from "../stores/designStore";
import { useNodePreview, usePreview } from "../stores/previewStore";
import { useRun } from "../stores/runStore";
import { MetricFigure } from "../ui/MetricFigure";
import "../ui/sampleChip.css";
import "./metricBadge.css";

export function MetricBadge({ id }: { id: string }) {
  const measured = useRun(({ steps }) => {
    const step = steps[id];
    const done = step?.state === "succeeded" || step?.state === "reused";
    return done && Object.values(step.outputs).some(({ type }) => type === "evaluation");
  });
  const changed = useDesign(({ analysis }) => analysis?.changed.includes(id) ?? false);
  return measured && !changed ? <RunMetricBadge id={id} /> : <PreviewMetricBadge id={id} />;
}

/** Of the newest run that measured it: an evaluation that has not changed may be older than the last run. */
function RunMetricBadge({ id }: { id: string }) {
  const design = useDesign((store) => store.id);
  const { data } = useRuns(design ?? "");
  const figure = getHeadlineFigure(data?.find(({ evaluations }) => evaluations[id])?.evaluations[id]);
  if (!figure) return null;
  return (
    <div className="figure-mark">
      <MetricFigure figure={figure} />
    </div>
  );
}

function PreviewMetricBadge({ id }: { id: string }) {
  const sampled = useNodePreview(id);
  const rows = usePreview((store) => store.rows);
  const evaluation = Object.values(sampled?.ports ?? {}).find(({ kind }) => kind === "evaluation");
  const figure = getHeadlineFigure(evaluation?.models as ModelMetrics[] | undefined);
  if (!figure) return null;
  return (
    <div className="figure-mark figure-mark-sample" title={texts.provisional(rows)}>
      <span className="sample-chip">{texts.sample}</span>
      <MetricFigure figure={figure} />
    </div>
  );
}
