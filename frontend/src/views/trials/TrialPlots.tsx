/** Trials as dots: in their order with the best so far, and against one parameter. */

import { useMemo } from "react";
import type { TrialsShown } from "../../api/views";
import { tuningMessages } from "../../messages/tuning";
import { Plot, type Scales } from "../charts/Plot";
import { linePath } from "../charts/scale";
import { metricOf, type Point } from "../metrics";
import { type Axis, bestSoFar, metricDomain, metricWords, type Trial } from "./trialWords";

const say = tuningMessages.trials;

interface Choosing {
  shown: TrialsShown;
  /** The place of the chosen trial. */
  chosen: number;
  onChoose: (at: number) => void;
}

export function Progress({ shown, chosen, onChoose }: Choosing) {
  const { trials, better } = shown;
  const metric = metricOf(shown.metric).title;
  const steps = useMemo(() => stairs(trials, bestSoFar(trials, better)), [trials, better]);
  return (
    <Plot
      title={say.progress}
      caption={say.progressCaption(better)}
      label={say.progressLabel(metric, trials.length)}
      xLabel={say.trial}
      xDomain={[0.5, trials.length + 0.5]}
      yDomain={metricDomain(trials)}
      xTick={(place) => (Number.isInteger(place) ? String(place) : "")}
      height={230}
    >
      {(scales) => (
        <>
          <path d={linePath(steps, scales.x, scales.y)} className="trials-best" />
          <Dots shown={shown} scales={scales} place={(trial) => trial.number} chosen={chosen} onChoose={onChoose} />
        </>
      )}
    </Plot>
  );
}

/** The best so far as a flight of stairs. */
function stairs(trials: Trial[], best: (number | null)[]): Point[] {
  return trials.flatMap<Point>(({ number }, at) => {
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

export function Against({ shown, axis, at, chosen, onChoose }: Choosing & { axis: Axis; at: number }) {
  const metric = metricOf(shown.metric).title;
  return (
    <Plot
      title={axis.title}
      caption={say.againstCaption(metric)}
      label={say.againstLabel(metric, axis.title)}
      xLabel=""
      xDomain={axis.domain}
      yDomain={metricDomain(shown.trials)}
      xTick={axis.tick}
      height={200}
    >
      {(scales) => (
        <Dots
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

interface DotsProps extends Choosing {
  scales: Scales;
  place: (trial: Trial) => number | null;
}

/** A dot for each measured trial; the chosen one is drawn last, on top. */
function Dots({ shown, scales, place, chosen, onChoose }: DotsProps) {
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
          <title>{say.chosen(trial.number, metricWords(shown.metric, value))}</title>
        </circle>
      ))}
    </>
  );
}
