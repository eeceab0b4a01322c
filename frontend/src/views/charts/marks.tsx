/** What is drawn inside a plot: curves with their labels, and the dot of the current threshold. */

import { judging as say } from "../../messages/looking";
import type { Point } from "../metrics";
import type { ChartTable } from "./ChartFrame";
import type { Scales } from "./Plot";
import { linePath, thinned } from "./scale";

const MOST_POINTS = 400;
/** Of a name and its note, with the gap to the next; and of a name alone. */
const LABEL_HEIGHT = 38;
const NAME_HEIGHT = 18;
/** More curves than these are named only: what there is to say of each would lie over the curves. */
const WITH_NOTES = 2;

const labelHeight = (curves: number): number => (curves > WITH_NOTES ? NAME_HEIGHT : LABEL_HEIGHT);

/** How much room the labels of so many curves take. */
export const labelsHeight = (curves: number): number => curves * labelHeight(curves);

/** The colour of the n-th model: the same in tiles, curves and labels. */
export const seriesColor = (index: number): string => `var(--series-${(index % 6) + 1})`;

export interface Series {
  name: string;
  note: string;
  points: Point[];
}

/** All curves, the first one on top. */
export function Curves({ series, scales, dots = false }: { series: Series[]; scales: Scales; dots?: boolean }) {
  return (
    <>
      {series
        .map((curve, index) => (
          <path
            key={`${index} ${curve.name}`}
            d={linePath(thinned(curve.points, MOST_POINTS), scales.x, scales.y)}
            className="curve"
            stroke={seriesColor(index)}
            strokeWidth={dots ? 1.4 : 2}
          />
        ))
        .reverse()}
    </>
  );
}

/** The points of curves as a table. */
export function curveTable(series: Series[], x: string, y: string): ChartTable {
  const rows = series.flatMap(({ name, points }) => points.map(([left, top]) => [name, left, top]));
  return { columns: [say.model, x, y], rows };
}

const LETTER = 6.8;
const ASCENT = 14;
const STEPS = 8;

export const labelsWidth = (series: Series[]): number =>
  LETTER * Math.max(0, ...series.flatMap(({ name, note }) => [name.length, note.length]));

/** Of the places for labels the one that the least of the curves runs through, of equals the first. */
export function clearest(places: [number, number][], series: Series[], { x, y }: Scales): [number, number] {
  const [width, height] = [labelsWidth(series), labelsHeight(series.length)];
  const dots = series.flatMap(({ points }) => between(thinned(points, MOST_POINTS)));
  const crossed = ([left, top]: [number, number]) =>
    dots.filter(([right, up]) => {
      const [across, down] = [x(right) - left, y(up) - top + ASCENT];
      return across >= 0 && across <= width && down >= 0 && down <= height;
    }).length;
  return places.toSorted((one, other) => crossed(one) - crossed(other))[0]!;
}

/** Points along the lines that join the points. */
function between(points: Point[]): Point[] {
  return points.slice(1).flatMap(([right, up], at) => {
    const [left, down] = points[at]!;
    return Array.from({ length: STEPS }, (_, step): Point => {
      const share = step / STEPS;
      return [left + (right - left) * share, down + (up - down) * share];
    });
  });
}

interface LabelsProps {
  series: Series[];
  /** The place of the first label in pixels. */
  at: [number, number];
  /** Whether the labels end there, instead of beginning. */
  end?: boolean;
}

/** The names of the curves, beside them, each in its colour. */
export function CurveLabels({ series, at: [left, top], end = false }: LabelsProps) {
  const height = labelHeight(series.length);
  return (
    <>
      {series.map((curve, index) => (
        <g
          key={`${index} ${curve.name}`}
          transform={`translate(${left} ${top + index * height})`}
          textAnchor={end ? "end" : "start"}
        >
          <text className="curve-name" style={{ fill: seriesColor(index) }}>
            {curve.name}
          </text>
          {height === LABEL_HEIGHT && <text y={15}>{curve.note}</text>}
        </g>
      ))}
    </>
  );
}

/** Where the threshold lies on a curve. */
export function ThresholdDot({ at, scales, text }: { at: Point | null; scales: Scales; text?: string }) {
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
export function Reference({ from, to, scales }: { from: Point; to: Point; scales: Scales }) {
  return <path d={linePath([from, to], scales.x, scales.y)} className="reference" />;
}
