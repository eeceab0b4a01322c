/** What is drawn inside a plot: curves with their labels, and the dot of the current threshold. */

import type { CurvePoint } from "../../lib/metrics";
import { evaluationChartTexts as texts } from "../../messages/chartTexts";
import type { ChartTable } from "./ChartFrame";
import { buildLinePath, thinOut } from "./chartScale";
import type { PlotScales } from "./Plot";

const MOST_POINTS = 400;
/** Of a name and its note, with the gap to the next; and of a name alone. */
const LABEL_HEIGHT = 38;
const NAME_HEIGHT = 18;
/** More curves than these are named only: what there is to say of each would lie over the curves. */
const WITH_NOTES = 2;

const getLabelHeight = (curves: number): number => (curves > WITH_NOTES ? NAME_HEIGHT : LABEL_HEIGHT);

/** How much room the labels of so many curves take. */
export const getLabelsHeight = (curves: number): number => curves * getLabelHeight(curves);

/** The colour of the n-th model: the same in tiles, curves and labels. */
export const getSeriesColor = (index: number): string => `var(--series-${(index % 6) + 1})`;

export interface CurveSeries {
  name: string;
  note: string;
  points: CurvePoint[];
}

/** All curves, the first one on top. */
export function Curves({
  series,
  scales,
  dots = false,
}: {
  series: CurveSeries[];
  scales: PlotScales;
  dots?: boolean;
}) {
  return (
    <>
      {series
        .map((curve, index) => (
          <path
            key={`${index} ${curve.name}`}
            d={buildLinePath(thinOut(curve.points, MOST_POINTS), scales.x, scales.y)}
            className="curve"
            stroke={getSeriesColor(index)}
            strokeWidth={dots ? 1.4 : 2}
          />
        ))
        .reverse()}
    </>
  );
}

/** The points of curves as a table. */
export function buildCurveTable(series: CurveSeries[], x: string, y: string): ChartTable {
  const rows = series.flatMap(({ name, points }) => points.map(([left, top]) => [name, left, top]));
  return { columns: [texts.model, x, y], rows };
}

const LETTER = 6.8;
const ASCENT = 14;
const STEPS = 8;

export const getLabelsWidth = (series: CurveSeries[]): number =>
  LETTER * Math.max(0, ...series.flatMap(({ name, note }) => [name.length, note.length]));

/** Of the places for labels the one that the least of the curves runs through, of equals the first. */
export function findClearestPlace(
  places: [number, number][],
  series: CurveSeries[],
  { x, y }: PlotScales,
): [number, number] {
  const [width, height] = [getLabelsWidth(series), getLabelsHeight(series.length)];
  const dots = series.flatMap(({ points }) => interpolatePoints(thinOut(points, MOST_POINTS)));
  const crossed = ([left, top]: [number, number]) =>
    dots.filter(([right, up]) => {
      const [across, down] = [x(right) - left, y(up) - top + ASCENT];
      return across >= 0 && across <= width && down >= 0 && down <= height;
    }).length;
  return places.toSorted((one, other) => crossed(one) - crossed(other))[0]!;
}

/** Points along the lines that join the points. */
function interpolatePoints(points: CurvePoint[]): CurvePoint[] {
  return points.slice(1).flatMap(([right, up], at) => {
    const [left, down] = points[at]!;
    return Array.from({ length: STEPS }, (_, step): CurvePoint => {
      const share = step / STEPS;
      return [left + (right - left) * share, down + (up - down) * share];
    });
  });
}

interface CurveLabelsProps {
  series: CurveSeries[];
  /** The place of the first label in pixels. */
  at: [number, number];
  /** Whether the labels end there, instead of beginning. */
  end?: boolean;
}

/** The names of the curves, beside them, each in its colour. */
export function CurveLabels({ series, at: [left, top], end = false }: CurveLabelsProps) {
  const height = getLabelHeight(series.length);
  return (
    <>
      {series.map((curve, index) => (
        <g
          key={`${index} ${curve.name}`}
          transform={`translate(${left} ${top + index * height})`}
          textAnchor={end ? "end" : "start"}
        >
          <text className="curve-name" style={{ fill: getSeriesColor(index) }}>
            {curve.name}
          </text>
          {height === LABEL_HEIGHT && <text y={15}>{curve.note}</text>}
        </g>
      ))}
    </>
  );
}

/** Where the threshold lies on a curve. */
export function ThresholdDot({ at, scales, text }: { at: CurvePoint | null; scales: PlotScales; text?: string }) {
  if (!at) return null;
  const [left, top] = [scales.x(at[0]), scales.y(at[1])];
  return (
    <g>
      <circle cx={left} cy={top} r={5.5} className="threshold-dot" />
      {text && (
        <text x={left + 12} y={top + 18}>
          {text}
        </text>
      )}
    </g>
  );
}

/** The line of guessing, or any other reference. */
export function ReferenceLine({ from, to, scales }: { from: CurvePoint; to: CurvePoint; scales: PlotScales }) {
  return <path d={buildLinePath([from, to], scales.x, scales.y)} className="reference" />;
}
