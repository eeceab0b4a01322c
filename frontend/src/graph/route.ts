/** The way of an edge: down, across, down, with round corners, around other cards; and where its label stands. */

import type { PortType } from "../api/types";

export interface Point {
  x: number;
  y: number;
}

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Route {
  path: string;
  /** Where the label is; null where no place is free. */
  label: Label | null;
}

/** Beside the line or on it, and then maybe on the part that edges of one port share. */
export type Label = Point & { beside: boolean; onTrunk?: boolean };

const RADIUS = 10;
/** Models turn closer to the target than data, so that they never lie on one another. */
const TURN: Record<"model" | "data", number> = { model: 11, data: 16 };
/** Where an edge to a farther row leaves the gap below its source: on the height of the edges to the next row. */
const LEAVE: Record<"model" | "data", number> = { model: 21, data: 16 };
/** So little to the side is a straight line. */
const STRAIGHT = 5;
const TALL = 52;
const WIDE = 74;
const LABEL_WIDTH = 56;
/** Where along a horizontal its label may stand, the best first. */
const ALONG = [0.5, 0.4, 0.6, 0.3, 0.7];
/** How far a lane keeps away from the cards beside it. */
const KEEP_AWAY = 14;
/** An edge to the next row passes no card. */
const NEXT_ROW = 60;

const kindOf = (type: PortType): "model" | "data" =>
  type === "untrained_model" || type === "trained_model" ? "model" : "data";

/** Null when the target is not below the source: then the edge has to go round, and xyflow knows how. */
export function route(from: Point, to: Point, type: PortType, cards: readonly Box[] = []): Route | null {
  const drop = to.y - from.y;
  if (drop < 8) return null;
  const turn = Math.max(from.y + 2, to.y - Math.min(TURN[kindOf(type)], drop / 2));
  if (drop > NEXT_ROW) {
    const lane = laneOf(from, to, turn, type, cards);
    if (lane !== null) return alongLane(from, to, turn, from.y + LEAVE[kindOf(type)], lane, cards);
  }
  if (Math.abs(to.x - from.x) < STRAIGHT) {
    const path = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    return { path, label: free([beside(from.x, (from.y + to.y) / 2, drop)], cards) };
  }
  const path = rounded([from, { x: from.x, y: turn }, { x: to.x, y: turn }, to]);
  return { path, label: free(labelsOf(from, to, turn), cards) };
}

/** Where the edge should go down so that it crosses no card; null when the plain way is free, or no way is. */
function laneOf(from: Point, to: Point, turn: number, type: PortType, cards: readonly Box[]): number | null {
  const leave = from.y + LEAVE[kindOf(type)];
  const between = cards.filter(({ top, bottom }) => bottom > from.y + 2 && top < to.y - 2);
  const passes = (x: number) => !between.some((card) => crosses(card, x, from.y + 2, turn));
  if (passes(from.x)) return null;
  const open = (x: number) => passes(x) && clear(between, leave, from.x, x) && clear(between, turn, x, to.x);
  const detour = (x: number) => Math.abs(x - from.x) + Math.abs(x - to.x);
  return (
    [to.x, ...between.flatMap(({ left, right }) => [left - KEEP_AWAY, right + KEEP_AWAY])]
      .filter(open)
      .sort((a, b) => detour(a) - detour(b))[0] ?? null
  );
}

const crosses = ({ left, right, top, bottom }: Box, x: number, high: number, low: number): boolean =>
  x > left - 6 && x < right + 6 && low > top && high < bottom;

/** Whether no card lies on a horizontal. */
function clear(cards: readonly Box[], y: number, x1: number, x2: number): boolean {
  const [from, to] = [Math.min(x1, x2), Math.max(x1, x2)];
  return !cards.some(({ left, right, top, bottom }) => y > top && y < bottom && to > left && from < right);
}

function alongLane(from: Point, to: Point, turn: number, leave: number, lane: number, cards: readonly Box[]): Route {
  const way = [from, { x: from.x, y: leave }, { x: lane, y: leave }, { x: lane, y: turn }, { x: to.x, y: turn }, to];
  const places = [
    { x: lane, y: (leave + turn) / 2 },
    { x: (from.x + lane) / 2, y: leave },
    { x: (lane + to.x) / 2, y: turn },
  ];
  const long = [true, Math.abs(lane - from.x) > WIDE, Math.abs(to.x - lane) > WIDE];
  const labels = places.filter((_, index) => long[index]).map((place) => ({ ...place, beside: false }));
  return { path: rounded(way), label: free(labels, cards) };
}

/** A line along the points, with round corners as far as there is room. */
function rounded(points: readonly Point[]): string {
  const way = points.filter((point, index) => index === 0 || distance(point, points[index - 1]!) > 0.5);
  const corners = way.slice(1, -1).map((corner, index) => {
    const [before, after] = [way[index]!, way[index + 2]!];
    // A leg between two corners is shared by both.
    const first = distance(corner, before) / (index === 0 ? 1 : 2);
    const second = distance(corner, after) / (index === way.length - 3 ? 1 : 2);
    const radius = Math.min(RADIUS, first, second);
    const [start, end] = [towards(corner, before, radius), towards(corner, after, radius)];
    return `L${at(start)}Q${at(corner)} ${at(end)}`;
  });
  return `M${at(way[0]!)}${corners.join("")}L${at(way.at(-1)!)}`;
}

const at = ({ x, y }: Point): string => `${x} ${y}`;
const distance = (one: Point, other: Point): number => Math.hypot(one.x - other.x, one.y - other.y);

function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

/** The places of a label, the best first. */
function labelsOf(from: Point, to: Point, turn: number): Label[] {
  const onTrunk = { x: from.x, y: (from.y + turn) / 2, beside: false, onTrunk: true };
  const across = ALONG.map((share) => ({ x: from.x + (to.x - from.x) * share, y: turn, beside: false }));
  const aside = { x: Math.max(from.x, to.x) + 8, y: turn, beside: true };
  const wide = Math.abs(to.x - from.x) > WIDE;
  if (turn - from.y > TALL) return wide ? [onTrunk, ...across] : [onTrunk];
  return wide ? across : [aside];
}

/** The first place where the label would not lie under a card. */
function free(labels: readonly Label[], cards: readonly Box[]): Label | null {
  const half = LABEL_WIDTH / 2;
  const covered = ({ x, y, beside }: Label) => {
    const [left, right] = beside ? [x, x + LABEL_WIDTH] : [x - half, x + half];
    return cards.some((card) => left < card.right && right > card.left && y + 6 > card.top && y - 6 < card.bottom);
  };
  return labels.find((label) => !covered(label)) ?? null;
}

function beside(x: number, y: number, drop: number): Label {
  return drop > 2 * TALL ? { x, y, beside: false, onTrunk: true } : { x: x + 8, y, beside: true, onTrunk: true };
}
