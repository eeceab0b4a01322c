/** The one figure in the margin of an evaluation: what the last run measured while that holds, else what the sample says. */

import { useRuns } from "../api/queries";
import { headlineMetric } from "../components/headlineMetric";
import { sampleText as say } from "../messages/knowing";
import { useSample, useSampled } from "../sample/store";
import { useDesign } from "../stores/design";
import { useRun } from "../stores/run";
import "../sample/sample.css";

export function EvaluationMark({ id }: { id: string }) {
  const measured = useRun(({ steps }) => {
    const step = steps[id];
    const done = step?.state === "succeeded" || step?.state === "reused";
    return done && Object.values(step.outputs).some(({ type }) => type === "evaluation");
  });
  const changed = useDesign(({ analysis }) => analysis?.changed.includes(id) ?? false);
  return measured && !changed ? <MeasuredMark id={id} /> : <SampleMark id={id} />;
}

/** Of the newest run that measured it: an evaluation that has not changed may be older than the last run. */
function MeasuredMark({ id }: { id: string }) {
  const design = useDesign((store) => store.id);
  const { data } = useRuns(design ?? "");
  const figure = headlineMetric({ [id]: data?.find(({ metrics }) => metrics[id])?.metrics[id] ?? {} });
  return figure ? <div className="figure-mark">{figure}</div> : null;
}

function SampleMark({ id }: { id: string }) {
  const sampled = useSampled(id);
  const rows = useSample((store) => store.rows);
  const evaluation = Object.values(sampled?.ports ?? {}).find(({ kind }) => kind === "evaluation");
  const figure = headlineMetric({ [id]: (evaluation?.metrics ?? {}) as Record<string, number> });
  if (!figure) return null;
  return (
    <div className="figure-mark figure-mark-sample" title={say.provisional(rows)}>
      <span className="sample-chip">{say.sample}</span>
      {figure}
    </div>
  );
}
