/** Trials as dots: in their order with the best so far, and against one parameter. */

import { useMemo } from "react";
import type { TuningTrialsView } from "../../../api/artifactViews";
import { type CurvePoint, findMetric } from "../../../lib/metrics";
import { tuningTexts } from "../../../messages/tuningTexts";
import { buildLinePath } from "../../../ui/charts/chartScale";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";
import { computeBestSoFar, computeMetricDomain, describeMetricValue, type Trial, type TrialAxis } from "./trialTexts";

const texts = tuningTexts.trials;

interface TrialChoice {
  shown: TuningTrialsView;
  /** The place of the chosen trial. */
  chosen: number;
  onChoose: (at: number) => void;
}

export function TrialProgress({ shown, chosen, onChoose }: TrialChoice) {
  const { trials, better } = shown;
  const metric = findMetric(shown.metric).title;
  const steps = useMemo(() => buildStairs(trials, computeBestSoFar(trials, better)), [trials, better]);
  return (
    <Plot
      title={texts.progress}
      caption={texts.progressCaption(better)}
      label={texts.progressLabel(metric, trials.length)}
      xLabel={texts.trial}
      xDomain={[0.5, trials.length + 0.5]}
      yDomain={computeMetricDomain(trials)}
      xTick={(place) => (Number.isInteger(place) ? String(place) : "")}
      height={230}
    >
      {(scales) => (
        <>
          <path d={buildLinePath(steps, scales.x, scales.y)} className="trials-best" />
          <TrialDots
            shown={shown}
            scales={scales}
            place={(trial) => trial.number}
            chosen={chosen}
            onChoose={onChoose}
          />
        </>
      )}
    </Plot>
  );
}

/** The best so far as a flight of stairs. */
function buildStairs(trials: Trial[], best: (number | null)[]): CurvePoint[] {
  return trials.flatMap<CurvePoint>(({ number }, at) => {
    const [now, before] = [best[at], best[at - 1]];
    if (now === null || now === undefined) return [];
    return before === null || before === undefined || before === now
      ? [[number, now]]
      : [
          [number, before],
          [number, now],
        ];
  });
}

export function TrialScatter({ shown, axis, at, chosen, onChoose }: TrialChoice & { axis: TrialAxis; at: number }) {
  const metric = findMetric(shown.metric).title;
  return (
    <Plot
      title={axis.title}
      caption={texts.againstCaption(metric)}
      label={texts.againstLabel(metric, axis.title)}
      xLabel=""
      xDomain={axis.domain}
      yDomain={computeMetricDomain(shown.trials)}
      xTick={axis.tick}
      height={200}
    >
      {(scales) => (
        <TrialDots
          shown={shown}
          scales={scales}
          place={(trial) => axis.place(trial.values[at])}
          chosen={chosen}
          onChoose={onChoose}
        />
      )}
    </Plot>
  );
}

interface TrialDotsProps extends TrialChoice {
  scales: PlotScales;
  place: (trial: Trial) => number | null;
}

/** A dot for each measured trial; the chosen one is drawn last, on top. */
function TrialDots({ shown, scales, place, chosen, onChoose }: TrialDotsProps) {
  const dots = shown.trials.flatMap((trial, index) => {
    const left = place(trial);
    return left === null || trial.value === null ? [] : [{ trial, index, left, value: trial.value }];
  });
  const last = [...dots.filter(({ index }) => index !== chosen), ...dots.filter(({ index }) => index === chosen)];
  return (
    <>
      {last.map(({ trial, index, left, value }) => (
        <circle
          key={trial.number}
          cx={scales.x(left)}
          cy={scales.y(value)}
          r={index === chosen ? 6 : 4}
          className="trials-dot"
          data-best={trial.number === shown.best || undefined}
          data-chosen={index === chosen || undefined}
          data-stopped={trial.state === "Stopped early" || undefined}
          onPointerEnter={() => onChoose(index)}
        >
          <title>{texts.chosen(trial.number, describeMetricValue(shown.metric, value))}</title>
        </circle>
      ))}
    </>
  );
}
