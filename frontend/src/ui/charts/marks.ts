/** The marks of charts: lines, dots, circles, rectangles, rules and texts. `server/report/charts/marks.py` has the same. */

import { formatFixed } from "../../lib/format";
import { FONT_SIZE, type PlotArea } from "./axes";
import { buildLinePath, type Scale, thinOut } from "./chartScale";
import type { Mark, Shape } from "./description";
import { evaluate, fillTemplate } from "./expressions";
import { measureText, truncateText } from "./textSize";
import { type Scope, toNumber } from "./values";

export type Point = [number, number];
type Row = Record<string, unknown>;
export type Channel = "x" | "y" | "r" | "r0" | "r1" | "start" | "end" | "x0" | "y0" | "x1" | "y1";

const MOST_LINE_POINTS = 400;
/** More dots than these are smaller and paler, so that they do not run into one another. */
const MANY_DOTS = 500;
const LEAST_BAR = 1;
/** Points between two points of a line that names keep away from. */
const STEPS = 12;

/** The values of these channels, one row after the other; rows with a number missing are left out. */
export function listRows(mark: Mark, scope: Scope, names: Channel[]): Row[] {
  const present = names.filter((name) => mark[name] !== undefined);
  const all = [...present.map((name) => [name, mark[name]] as const), ...Object.entries(mark.values ?? {})];
  const values = all.map(([name, source]) => [name, evaluate(source, scope)] as const);
  const lengths = values.flatMap(([, value]) => (Array.isArray(value) ? [value.length] : []));
  const length = lengths.length > 0 ? Math.min(...lengths) : 1;
  const rows = Array.from({ length }, (_, at): Row => {
    const row: Row = { at };
    for (const [name, value] of values) row[name] = Array.isArray(value) ? value[at] : value;
    return row;
  });
  return rows.filter((row) => present.every((name) => toNumber(row[name]) !== null));
}

const getNumber = (value: unknown): number => toNumber(value) ?? 0;

const readNumber = (source: unknown, scope: Scope, otherwise: number): number =>
  toNumber(evaluate(source, scope)) ?? otherwise;

const listPoints = (mark: Mark, scope: Scope, { x, y }: PlotArea): Point[] =>
  listRows(mark, scope, ["x", "y"]).map((row) => [x(getNumber(row.x)), y(getNumber(row.y))]);

const listLines = (mark: Mark, scope: Scope, { x, y }: PlotArea): Point[][] =>
  listRows(mark, scope, ["x0", "y0", "x1", "y1"]).map((row) => [
    [x(getNumber(row.x0)), y(getNumber(row.y0))],
    [x(getNumber(row.x1)), y(getNumber(row.y1))],
  ]);

const keepPixels: Scale = (value) => value;
const formatLine = (points: Point[]): string => buildLinePath(points, keepPixels, keepPixels);
const formatDots = (points: Point[]): string => points.map((point) => `${formatLine([point])}h0`).join("");

/** The style of a mark and its color. */
export function getLook(mark: Mark, scope: Scope, style: string): Pick<Shape, "style" | "color"> {
  const color = fillTemplate(mark.color, scope);
  return { style: fillTemplate(mark.style, scope) || style, ...(color && { color }) };
}

/** A line through points; with `steps` it stays at a value until the next one. */
function paintLine(mark: Mark, scope: Scope, plot: PlotArea): Shape[] {
  const points = thinOut(listPoints(mark, scope, plot), MOST_LINE_POINTS);
  if (points.length === 0) return [];
  const corners = mark.steps ? points.flatMap((point, at) => listCorners(points[at - 1], point)) : points;
  return [{ tag: "path", ...getLook(mark, scope, "curve"), geometry: { d: formatLine(corners) } }];
}

/** The parts of a line that lie within the plot. */
function paintOutline(mark: Mark, scope: Scope, plot: PlotArea): Shape[] {
  const points = listPoints(mark, scope, plot);
  const { left, right, top, bottom } = plot.box;
  const parts: Point[][] = [];
  for (const [at, end] of points.slice(1).entries()) {
    const cut = cutSegment(points[at]!, end, [left, top], [right, bottom]);
    if (cut === null) continue;
    const last = parts.at(-1)?.at(-1);
    if (last && last[0] === cut[0][0] && last[1] === cut[0][1]) parts.at(-1)!.push(cut[1]);
    else parts.push([...cut]);
  }
  if (parts.length === 0) return [];
  return [{ tag: "path", ...getLook(mark, scope, "outline"), geometry: { d: parts.map(formatLine).join("") } }];
}

/** The part of a segment within a box (Liang and Barsky, 1984); null where there is none. */
function cutSegment(from: Point, to: Point, low: Point, high: Point): [Point, Point] | null {
  let [start, end] = [0, 1];
  for (const axis of [0, 1] as const) {
    const step = to[axis] - from[axis];
    const ends = [low[axis] - from[axis], high[axis] - from[axis]];
    if (step === 0) {
      if (ends[0]! > 0 || ends[1]! < 0) return null;
      continue;
    }
    const [enter, leave] = sortPair(ends[0]! / step, ends[1]! / step);
    start = Math.max(start, enter);
    end = Math.min(end, leave);
  }
  if (start > end) return null;
  const place = (share: number): Point => [
    share === 1 ? to[0] : from[0] + (to[0] - from[0]) * share,
    share === 1 ? to[1] : from[1] + (to[1] - from[1]) * share,
  ];
  return [place(start), place(end)];
}

const listCorners = (before: Point | undefined, point: Point): Point[] =>
  !before || before[1] === point[1] ? [point] : [[point[0], before[1]], point];

/** All dots of one color as one path: cheaper than thousands of circles. */
function paintDots(mark: Mark, scope: Scope, plot: PlotArea): Shape[] {
  const points = listPoints(mark, scope, plot);
  if (points.length === 0) return [];
  const look = getLook(mark, scope, points.length > MANY_DOTS ? "dots-many" : "dots");
  return [{ tag: "path", ...look, geometry: { d: formatDots(points) } }];
}

/** A circle around each point, with what the pointer is told of it. */
function paintCircles(mark: Mark, scope: Scope, { x, y }: PlotArea): Shape[] {
  return listRows({ r: 3.5, ...mark }, scope, ["x", "y", "r"]).map((row) => ({
    tag: "circle",
    ...getLook(mark, { ...scope, ...row }, "circle"),
    geometry: { cx: x(getNumber(row.x)), cy: y(getNumber(row.y)), r: getNumber(row.r) },
    ...readHint(mark, { ...scope, ...row }),
  }));
}

export function readHint(mark: Mark, scope: Scope): { title?: string } {
  const title = fillTemplate(mark.hint, scope);
  return title ? { title } : {};
}

/** Bars and cells. A bar that is not empty is at least a pixel long; `gap` pixels are left free beside it. */
function paintRectangles(mark: Mark, scope: Scope, plot: PlotArea): Shape[] {
  const gap = readNumber(mark.gap, scope, 1);
  return listRows(mark, scope, ["x0", "x1", "y0", "y1"]).flatMap((row): Shape[] => {
    const [left, right] = sortPair(plot.x(getNumber(row.x0)), plot.x(getNumber(row.x1)));
    const [top, bottom] = sortPair(plot.y(getNumber(row.y0)), plot.y(getNumber(row.y1)));
    if (left === right || top === bottom) return [];
    const [width, height] = [Math.max(LEAST_BAR, right - left - gap), Math.max(LEAST_BAR, bottom - top)];
    const known = { ...scope, ...row };
    const geometry: Shape["geometry"] = { x: left, y: bottom - height, width, height };
    if (mark.opacity !== undefined) geometry["fill-opacity"] = formatFixed(readNumber(mark.opacity, known, 1), 3);
    return [{ tag: "rect", ...getLook(mark, known, "fill"), geometry, ...readHint(mark, known) }];
  });
}

const sortPair = (one: number, other: number): Point => (one <= other ? [one, other] : [other, one]);

/** Straight lines between two points each. */
function paintRules(mark: Mark, scope: Scope, plot: PlotArea): Shape[] {
  const lines = listLines(mark, scope, plot).map(formatLine);
  return lines.length > 0
    ? [{ tag: "path", ...getLook(mark, scope, "reference"), geometry: { d: lines.join("") } }]
    : [];
}

/** A text at each point, moved by `dx` and `dy` pixels. */
function paintTexts(mark: Mark, scope: Scope, { x, y }: PlotArea): Shape[] {
  return listRows(mark, scope, ["x", "y"]).flatMap((row): Shape[] => {
    const known = { ...scope, ...row };
    const whole = fillTemplate(mark.text, known);
    const room = readNumber(mark.room, known, Number.POSITIVE_INFINITY);
    const text = truncateText(whole, room, FONT_SIZE);
    if (!text) return [];
    const look = getLook(mark, known, "note");
    const left = x(getNumber(row.x)) + readNumber(mark.dx, known, 0);
    const top = y(getNumber(row.y)) + readNumber(mark.dy, known, 0);
    const anchor = fillTemplate(mark.anchor, known) || "start";
    return [{ tag: "text", ...look, geometry: { x: left, y: top, "text-anchor": anchor }, text }];
  });
}

export const PAINTERS: Record<string, (mark: Mark, scope: Scope, plot: PlotArea) => Shape[]> = {
  line: paintLine,
  outline: paintOutline,
  dots: paintDots,
  circle: paintCircles,
  rect: paintRectangles,
  rule: paintRules,
  text: paintTexts,
};

/** Points of a mark that names should not cover: along lines, at dots, along texts. */
export function listObstacles(mark: Mark, scope: Scope, plot: PlotArea): Point[] {
  if (mark.mark === "rule") return listLines(mark, scope, plot).flatMap(interpolatePoints);
  if (mark.mark === "text") return paintTexts(mark, scope, plot).flatMap(listTextPoints);
  if (mark.mark === "rect" || mark.mark === "outline" || mark.mark === "sector") return [];
  const points = listPoints(mark, scope, plot);
  return mark.mark === "line" ? interpolatePoints(thinOut(points, MOST_LINE_POINTS)) : points;
}

/** Points along the lines that join the points. */
function interpolatePoints(points: Point[]): Point[] {
  return points.slice(1).flatMap(([right, down], at) => {
    const [left, up] = points[at]!;
    return Array.from(
      { length: STEPS },
      (_, step): Point => [left + ((right - left) * step) / STEPS, up + ((down - up) * step) / STEPS],
    );
  });
}

function listTextPoints({ text, geometry }: Shape): Point[] {
  const width = measureText(text ?? "", FONT_SIZE);
  const anchor = geometry["text-anchor"];
  const start = Number(geometry.x) - (anchor === "end" ? width : anchor === "middle" ? width / 2 : 0);
  return Array.from({ length: STEPS + 1 }, (_, step) => [start + (width * step) / STEPS, Number(geometry.y) - 4]);
}
