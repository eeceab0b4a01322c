/** The mark of pies: sectors of a circle or a ring, each with a text beside it. `server/report/charts/sectors.py` has the same. */

import { FONT_SIZE, type PlotArea } from "./axes";
import { roundToTenth } from "./chartScale";
import type { Mark, Shape } from "./description";
import { fillTemplate } from "./expressions";
import { type Channel, getLook, listRows, readHint } from "./marks";
import { truncateText } from "./textSize";
import { type Scope, toNumber } from "./values";

const CHANNELS: Channel[] = ["x", "y", "r0", "r1", "start", "end"];
/** Pixels between the edge of a pie and its texts, and between the lines of two texts. */
const [TEXT_GAP, LINE_HEIGHT] = [10, 15];
/** Sectors that go around but for so little are a whole circle. */
const WHOLE = 1 - 1e-9;

interface SectorText {
  x: number;
  y: number;
  radius: number;
  turn: number;
  text: string;
}

/** Sectors around a point from one radius to another, clockwise from the top; `start` and `end` count turns. */
export function paintSectors(mark: Mark, scope: Scope, plot: PlotArea): Shape[] {
  const shapes: Shape[] = [];
  const texts: SectorText[] = [];
  for (const row of listRows({ x: 0, y: 0, r0: 0, ...mark }, scope, CHANNELS)) {
    const [x, y, inner, outer, start, end] = CHANNELS.map((name) => toNumber(row[name]) ?? 0) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    if (end <= start) continue;
    const [across, up] = [plot.x(x), plot.y(y)];
    const [small, large] = [Math.abs(plot.x(x + inner) - across), Math.abs(plot.x(x + outer) - across)];
    const known = { ...scope, ...row };
    const d = formatSector(across, up, small, large, start, end);
    shapes.push({ tag: "path", ...getLook(mark, known, "sector"), geometry: { d }, ...readHint(mark, known) });
    const text = fillTemplate(mark.text, known);
    texts.push({ x: across, y: up, radius: large + TEXT_GAP, turn: (start + end) / 2, text });
  }
  return [...shapes, ...paintSectorTexts(texts, plot)];
}

function formatSector(x: number, y: number, inner: number, outer: number, start: number, end: number): string {
  if (end - start >= WHOLE) return formatRing(x, y, outer, 1) + (inner > 0 ? formatRing(x, y, inner, 0) : "");
  const far = end - start > 0.5 ? 1 : 0;
  const line = `M${formatPlace(x, y, outer, start)}A${formatRadius(outer)} 0 ${far} 1 ${formatPlace(x, y, outer, end)}`;
  if (inner <= 0) return `${line}L${roundToTenth(x)} ${roundToTenth(y)}Z`;
  const back = `A${formatRadius(inner)} 0 ${far} 0 ${formatPlace(x, y, inner, start)}`;
  return `${line}L${formatPlace(x, y, inner, end)}${back}Z`;
}

/** A circle of two arcs; the inner one runs the other way and so leaves a hole. */
function formatRing(x: number, y: number, radius: number, outward: number): string {
  const half = `A${formatRadius(radius)} 0 1 ${outward} `;
  const top = formatPlace(x, y, radius, 0);
  return `M${top}${half}${formatPlace(x, y, radius, 0.5)}${half}${top}Z`;
}

const formatRadius = (radius: number): string => `${roundToTenth(radius)} ${roundToTenth(radius)}`;

function formatPlace(x: number, y: number, radius: number, turn: number): string {
  const angle = 2 * Math.PI * turn;
  return `${roundToTenth(x + radius * Math.sin(angle))} ${roundToTenth(y - radius * Math.cos(angle))}`;
}

const getHeight = ({ radius, turn }: SectorText): number => radius * Math.cos(2 * Math.PI * turn);

/** Right of the right half and left of the left half; those that are close slide down along the circle. */
function paintSectorTexts(texts: SectorText[], plot: PlotArea): Shape[] {
  return [true, false].flatMap((isRight) => {
    const side = texts.filter(({ turn, text }) => turn < 0.5 === isRight && text !== "");
    let last = Number.NEGATIVE_INFINITY;
    return side
      .sort((one, other) => getHeight(other) - getHeight(one))
      .map(({ x, y, radius, turn, text }): Shape => {
        const place = Math.max(y - radius * Math.cos(2 * Math.PI * turn), last + LINE_HEIGHT);
        last = place;
        const away = Math.sqrt(Math.max(0, radius * radius - (place - y) * (place - y)));
        const left = isRight ? x + away : x - away;
        const fitting = truncateText(text, isRight ? plot.box.right - left : left - plot.box.left, FONT_SIZE);
        const geometry = { x: left, y: place + 4, "text-anchor": isRight ? "start" : "end" };
        return { tag: "text", style: "note", geometry, text: fitting, ...(fitting !== text && { title: text }) };
      });
  });
}
