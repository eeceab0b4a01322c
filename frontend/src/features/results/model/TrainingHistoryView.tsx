/** How training went: one chart per figure, one curve for each kind of data, epoch by epoch. */

import type { ModelView } from "../../../api/artifactViews";
import { formatFixed } from "../../../lib/format";
import { imageTexts } from "../../../messages/imageTexts";
import { CurveLabels, type CurveSeries, Curves, getLabelsHeight, ThresholdDot } from "../../../ui/charts/chartMarks";
import { computeExtent, type Domain } from "../../../ui/charts/chartScale";
import { Plot, type PlotScales } from "../../../ui/charts/Plot";

const texts = imageTexts.history;

type HistoryFigure = NonNullable<ModelView["history"]>[number];

export default function TrainingHistoryView({ history }: { history: HistoryFigure[] }) {
  const best = findKeptEpoch(history);
  return (
    <div className="learning-curves">
      {history.map((figure) => (
        <HistoryChart key={figure.figure} figure={figure} best={best} />
      ))}
    </div>
  );
}

/** The epoch whose weights were kept: that of the least loss on the validation data. */
export function findKeptEpoch(history: HistoryFigure[]): number | null {
  const watched = history[0]?.series.find(({ name }) => name === "Validation")?.values ?? [];
  const losses = watched.map((value) => value ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...losses);
  return Number.isFinite(least) ? losses.indexOf(least) + 1 : null;
}

function HistoryChart({ figure, best }: { figure: HistoryFigure; best: number | null }) {
  const epochs = Math.max(...figure.series.map(({ values }) => values.length));
  const series = figure.series.map(toHistorySeries);
  const yDomain = getHistoryDomain(figure);
  const marked = figure.series.find(({ name }) => name === "Validation")?.values[(best ?? 0) - 1];
  const ends = series.map(({ name, points }) => texts.end(name, formatFixed(points.at(-1)?.[1] ?? 0, 3))).join(", ");
  return (
    <Plot
      title={figure.figure}
      caption={getHistoryCaption(figure.figure, best)}
      label={texts.label(figure.figure, epochs, ends)}
      xLabel={texts.epoch}
      xDomain={[1, Math.max(2, epochs)]}
      xTick={(value) => (Number.isInteger(value) ? String(value) : "")}
      yDomain={yDomain}
      height={300}
    >
      {(scales) => (
        <>
          <Curves series={series} scales={scales} />
          {best !== null && typeof marked === "number" && <ThresholdDot at={[best, marked]} scales={scales} />}
          <CurveLabels series={series} at={placeHistoryLabels(scales, series)} end />
        </>
      )}
    </Plot>
  );
}

const getHistoryCaption = (figure: string, best: number | null): string =>
  [texts.captions[figure] ?? texts.otherCaption, ...(best === null ? [] : [texts.kept(best)])].join("; ");

function toHistorySeries({ name, values }: HistoryFigure["series"][number]): CurveSeries {
  const points = values.flatMap((value, at): [number, number][] => (value === null ? [] : [[at + 1, value]]));
  return { name: texts.data[name] ?? name, note: texts.last(formatFixed(points.at(-1)?.[1] ?? 0, 3)), points };
}

/** Shares are drawn on a scale of 0 to 1, other figures from 0 to their largest value. */
function getHistoryDomain({ figure, series }: HistoryFigure): Domain {
  if (figure === "Accuracy") return [0, 1];
  const [low, high] = computeExtent(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  return [Math.min(0, low), high || 1];
}

/** Falling curves leave room above their ends, rising ones below. */
function placeHistoryLabels({ box }: PlotScales, series: CurveSeries[]): [number, number] {
  const points = series[0]?.points ?? [];
  const rising = (points.at(-1)?.[1] ?? 0) > (points[0]?.[1] ?? 0);
  return [box.right - 8, rising ? box.bottom - 4 - getLabelsHeight(series.length) + 18 : box.top + 20];
}
