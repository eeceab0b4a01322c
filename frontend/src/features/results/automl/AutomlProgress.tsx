/** The trials of a search over time, with the best so far as a flight of stairs. */

import { useMemo } from "react";
import type { AutomatedMLView } from "../../../api/artifactViews";
import type { CurvePoint } from "../../../lib/metrics";
import { automlTexts as texts } from "../../../messages/automlTexts";
import { buildLinePath, computeExtent } from "../../../ui/charts/chartScale";
import { Plot } from "../../../ui/charts/Plot";
import { describeMetricValue } from "../trials/trialTexts";
import { isComplete, listDrawnValues, listSteps, type SearchStep } from "./candidateRanking";

export function AutomlProgress({ shown }: { shown: AutomatedMLView }) {
  const steps = useMemo(() => listSteps(shown), [shown]);
  const domain = useMemo(() => computeExtent(listDrawnValues(shown), 0.06), [shown]);
  const stairs = useMemo(() => buildStairs(steps, shown.seconds), [steps, shown.seconds]);
  return (
    <Plot
      title={texts.progress}
      caption={texts.progressCaption(shown.metric, shown.folds)}
      label={texts.progressLabel(shown.metric, steps.length)}
      xLabel={texts.seconds}
      xDomain={[0, Math.max(1, shown.seconds)]}
      yDomain={domain}
      height={244}
      aside={<Legend />}
      table={() => ({
        columns: [texts.seconds, texts.head.learner, shown.metric],
        rows: steps.map(({ seconds, candidate }) => [Math.round(seconds), candidate.learner, candidate.value]),
      })}
    >
      {(scales) => (
        <>
          <path d={buildLinePath(stairs, scales.x, scales.y)} className="automl-best" />
          {steps
            .filter(({ candidate }) => candidate.value! >= domain[0] && candidate.value! <= domain[1])
            .map(({ candidate, seconds, isBest }) => (
              <circle
                key={candidate.number}
                cx={scales.x(seconds)}
                cy={scales.y(candidate.value!)}
                r={4}
                className="automl-dot"
                data-best={isBest || undefined}
                data-stopped={!isComplete(candidate) || undefined}
              >
                <title>
                  {`${candidate.learner}, ${candidate.settings}: ${describeMetricValue(shown.metric, candidate.value)}`}
                </title>
              </circle>
            ))}
        </>
      )}
    </Plot>
  );
}

function buildStairs(steps: SearchStep[], end: number): CurvePoint[] {
  const points: CurvePoint[] = [];
  for (const { seconds, candidate, isBest } of steps) {
    if (!isBest) continue;
    const before = points.at(-1);
    if (before) points.push([seconds, before[1]]);
    points.push([seconds, candidate.value!]);
  }
  const last = points.at(-1);
  return last ? [...points, [end, last[1]]] : points;
}

const Legend = () => (
  <p className="automl-legend" aria-hidden>
    <span data-kind="best">{texts.legend.best}</span>
    <span data-kind="complete">{texts.legend.complete}</span>
    <span data-kind="stopped">{texts.legend.stopped}</span>
  </p>
);
