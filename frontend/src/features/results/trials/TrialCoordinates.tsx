/** Parallel coordinates: an upright axis for each parameter and the metric, and a line for each trial. */

import { useElementSize } from "@mantine/hooks";
import { useMemo } from "react";
import type { TuningTrialsView } from "../../../api/artifactViews";
import { findMetric } from "../../../lib/metrics";
import { tuningTexts } from "../../../messages/tuningTexts";
import { buildLinePath, computeTicks, createLinearScale } from "../../../ui/charts/chartScale";
import { computeMetricDomain, describeMetricValue, rankTrial, type TrialAxis } from "./trialTexts";

const texts = tuningTexts.trials;
const HEIGHT = 270;
const TOP = 34;
const BOTTOM = HEIGHT - 14;
const MARGIN = 64;

interface Props {
  shown: TuningTrialsView;
  axes: TrialAxis[];
  chosen: number;
  onChoose: (at: number) => void;
}

export function TrialCoordinates({ shown, axes, chosen, onChoose }: Props) {
  const { ref, width } = useElementSize();
  const metric = findMetric(shown.metric).title;
  const all = useMemo(() => [...axes, buildTrialMetricAxis(shown, metric)], [axes, shown, metric]);
  const lefts = all.map((_, at) => MARGIN + (at * (width - 2 * MARGIN)) / Math.max(1, all.length - 1));
  return (
    <section className="plot trials-parallel">
      <header className="plot-head">
        <h3>{texts.together}</h3>
      </header>
      <p className="plot-caption">{texts.togetherCaption(metric)}</p>
      <div ref={ref} className="plot-body">
        {width > 80 && (
          <svg width={width} height={HEIGHT} role="img" aria-label={texts.togetherLabel(shown.trials.length)}>
            <TrialLines shown={shown} axes={all} lefts={lefts} chosen={chosen} onChoose={onChoose} />
            {all.map((axis, at) => (
              <TrialAxisLine
                key={axis.title}
                axis={axis}
                left={lefts[at]!}
                room={(width - 2 * MARGIN) / (all.length - 1)}
                end={at === 0 ? "start" : at === all.length - 1 ? "end" : "middle"}
              />
            ))}
          </svg>
        )}
      </div>
    </section>
  );
}

function buildTrialMetricAxis(shown: TuningTrialsView, title: string): TrialAxis {
  return {
    title,
    domain: computeMetricDomain(shown.trials),
    place: (value) => (typeof value === "number" ? value : null),
    tick: (place) => describeMetricValue(shown.metric, place).replace(/0+$/, ""),
  };
}

const createHeightScale = (axis: TrialAxis) => createLinearScale(axis.domain, [BOTTOM, TOP]);

interface TrialLinesProps extends Props {
  lefts: number[];
}

/** Weak trials first and in a pale color, so that good ones lie on top. */
function TrialLines({ shown, axes, lefts, chosen, onChoose }: TrialLinesProps) {
  const domain = computeMetricDomain(shown.trials);
  const heights = axes.map(createHeightScale);
  const lines = shown.trials.flatMap((trial, index) => {
    const places = axes.map((axis, at) => axis.place(at < axes.length - 1 ? trial.values[at] : trial.value));
    const points = places.flatMap<[number, number]>((place, at) =>
      place === null ? [] : [[lefts[at]!, heights[at]!(place)]],
    );
    return trial.value === null ? [] : [{ trial, index, points, rank: rankTrial(trial.value, domain, shown.better) }];
  });
  lines.sort((one, other) => Number(one.index === chosen) - Number(other.index === chosen) || one.rank - other.rank);
  return (
    <>
      {lines.map(({ trial, index, points, rank: strength }) => (
        <path
          key={trial.number}
          d={buildLinePath(points, keepChoice, keepChoice)}
          className="trials-line"
          data-chosen={index === chosen || undefined}
          style={{ strokeOpacity: index === chosen ? 1 : 0.12 + 0.6 * strength ** 2 }}
          onPointerEnter={() => onChoose(index)}
        />
      ))}
    </>
  );
}

const keepChoice = (value: number): number => value;

interface TrialAxisLineProps {
  axis: TrialAxis;
  left: number;
  /** Between two axes. */
  room: number;
  /** Which end of the title stands over the axis: the outer ones must not run out of the picture. */
  end: "start" | "middle" | "end";
}

function TrialAxisLine({ axis, left, room, end }: TrialAxisLineProps) {
  const height = createHeightScale(axis);
  const letters = Math.max(6, Math.floor(room / 6.4));
  const name = axis.title.length > letters ? `${axis.title.slice(0, letters - 1)}…` : axis.title;
  return (
    <g className="plot-axes">
      <text
        x={end === "start" ? left - 20 : end === "end" ? left + 20 : left}
        y={14}
        textAnchor={end}
        className="plot-axis-label"
      >
        {name}
        <title>{axis.title}</title>
      </text>
      <path d={`M${left} ${TOP}V${BOTTOM}`} className="plot-frame" />
      {computeTicks(axis.domain, 4).map((tick) => (
        <text key={tick} x={left - 6} y={height(tick) + 4} textAnchor="end" className="trials-tick">
          {axis.tick(tick)}
        </text>
      ))}
    </g>
  );
}
