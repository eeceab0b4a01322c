/** How training went: one chart per figure, one curve for each kind of data, epoch by epoch. */

import type { ModelView } from "../../api/views";
import { imagesMessages } from "../../messages/images";
import { CurveLabels, Curves, labelsHeight, type Series, ThresholdDot } from "../charts/marks";
import { Plot, type Scales } from "../charts/Plot";
import { type Domain, extent } from "../charts/scale";
import { fixed } from "../format";

const say = imagesMessages.history;

type Figure = NonNullable<ModelView["history"]>[number];

export default function History({ history }: { history: Figure[] }) {
  const best = keptEpoch(history);
  return (
    <div className="learning-curves">
      {history.map((figure) => (
        <Chart key={figure.figure} figure={figure} best={best} />
      ))}
    </div>
  );
}

/** The epoch whose weights were kept: that of the least loss on the validation data. */
export function keptEpoch(history: Figure[]): number | null {
  const watched = history[0]?.series.find(({ name }) => name === "Validation")?.values ?? [];
  const losses = watched.map((value) => value ?? Number.POSITIVE_INFINITY);
  const least = Math.min(...losses);
  return Number.isFinite(least) ? losses.indexOf(least) + 1 : null;
}

function Chart({ figure, best }: { figure: Figure; best: number | null }) {
  const epochs = Math.max(...figure.series.map(({ values }) => values.length));
  const series = figure.series.map(asSeries);
  const yDomain = domain(figure);
  const marked = figure.series.find(({ name }) => name === "Validation")?.values[(best ?? 0) - 1];
  const ends = series.map(({ name, points }) => say.end(name, fixed(points.at(-1)?.[1] ?? 0, 3))).join(", ");
  return (
    <Plot
      title={figure.figure}
      caption={caption(figure.figure, best)}
      label={say.label(figure.figure, epochs, ends)}
      xLabel={say.epoch}
      xDomain={[1, Math.max(2, epochs)]}
      xTick={(value) => (Number.isInteger(value) ? String(value) : "")}
      yDomain={yDomain}
      height={300}
    >
      {(scales) => (
        <>
          <Curves series={series} scales={scales} />
          {best !== null && typeof marked === "number" && <ThresholdDot at={[best, marked]} scales={scales} />}
          <CurveLabels series={series} at={labelsAt(scales, series)} end />
        </>
      )}
    </Plot>
  );
}

const caption = (figure: string, best: number | null): string =>
  [say.captions[figure] ?? say.otherCaption, ...(best === null ? [] : [say.kept(best)])].join("; ");

function asSeries({ name, values }: Figure["series"][number]): Series {
  const points = values.flatMap((value, at): [number, number][] => (value === null ? [] : [[at + 1, value]]));
  return { name: say.data[name] ?? name, note: say.last(fixed(points.at(-1)?.[1] ?? 0, 3)), points };
}

/** Shares are drawn on a scale of 0 to 1, other figures from 0 to their largest value. */
function domain({ figure, series }: Figure): Domain {
  if (figure === "Accuracy") return [0, 1];
  const [low, high] = extent(series.flatMap(({ values }) => values.filter((value) => value !== null)));
  return [Math.min(0, low), high || 1];
}

/** Falling curves leave room above their ends, rising ones below. */
function labelsAt({ box }: Scales, series: Series[]): [number, number] {
  const points = series[0]?.points ?? [];
  const rising = (points.at(-1)?.[1] ?? 0) > (points[0]?.[1] ?? 0);
  return [box.right - 8, rising ? box.bottom - 4 - labelsHeight(series.length) + 18 : box.top + 20];
}
