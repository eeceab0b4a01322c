/** The way of an edge: down, across, down, with round corners, around other cards; and where its label stands. */

import type { PortType } from "../api/apiTypes";

export interface CanvasPoint {
  x: number;
  y: number;
}

export interface CardBounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface EdgeRoute {
  path: string;
  /** Where the label is; null where no place is free. */
  label: EdgeLabelPosition | null;
}

/** Beside the line or on it, and then maybe on the part that edges of one port share. */
export type EdgeLabelPosition = CanvasPoint & { beside: boolean; onTrunk?: boolean };

const CORNER_RADIUS = 10;
/** Models turn closer to the target than data, so that they never lie on one another. */
const TURN_OFFSET: Record<"model" | "data", number> = { model: 11, data: 16 };
/** Where an edge to a farther row leaves the gap below its source: on the height of the edges to the next row. */
const LEAVE_OFFSET: Record<"model" | "data", number> = { model: 21, data: 16 };
/** So little to the side is a straight line. */
const STRAIGHT_TOLERANCE = 5;
const MIN_LABEL_HEIGHT = 52;
const MIN_LABEL_WIDTH = 74;
const LABEL_WIDTH = 56;
/** Where along a horizontal its label may stand, the best first. */
const LABEL_SHARES = [0.5, 0.4, 0.6, 0.3, 0.7];
/** How far a lane keeps away from the cards beside it. */
const LANE_MARGIN = 14;
/** An edge to the next row passes no card. */
const MAX_NEXT_ROW_DROP = 60;

const getEdgeKind = (type: PortType): "model" | "data" =>
  type === "untrained_model" || type === "trained_model" ? "model" : "data";

/** Null when the target is not below the source: then the edge has to go round, and xyflow knows how. */
export function routeEdge(
  from: CanvasPoint,
  to: CanvasPoint,
  type: PortType,
  cards: readonly CardBounds[] = [],
): EdgeRoute | null {
  const drop = to.y - from.y;
  if (drop < 8) return null;
  const turn = Math.max(from.y + 2, to.y - Math.min(TURN_OFFSET[getEdgeKind(type)], drop / 2));
  if (drop > MAX_NEXT_ROW_DROP) {
    const lane = findLane(from, to, turn, type, cards);
    if (lane !== null) return routeAlongLane(from, to, turn, from.y + LEAVE_OFFSET[getEdgeKind(type)], lane, cards);
  }
  if (Math.abs(to.x - from.x) < STRAIGHT_TOLERANCE) {
    const path = `M${from.x} ${from.y}L${to.x} ${to.y}`;
    return { path, label: findFreeLabelPosition([placeLabelBeside(from.x, (from.y + to.y) / 2, drop)], cards) };
  }
  const path = toRoundedPath([from, { x: from.x, y: turn }, { x: to.x, y: turn }, to]);
  return { path, label: findFreeLabelPosition(listLabelPositions(from, to, turn), cards) };
}

/** Where the edge should go down so that it crosses no card; null when the plain way is free, or no way is. */
function findLane(
  from: CanvasPoint,
  to: CanvasPoint,
  turn: number,
  type: PortType,
  cards: readonly CardBounds[],
): number | null {
  const leave = from.y + LEAVE_OFFSET[getEdgeKind(type)];
  const between = cards.filter(({ top, bottom }) => bottom > from.y + 2 && top < to.y - 2);
  const passes = (x: number) => !between.some((card) => isCrossingCard(card, x, from.y + 2, turn));
  if (passes(from.x)) return null;
  const open = (x: number) =>
    passes(x) && isHorizontalClear(between, leave, from.x, x) && isHorizontalClear(between, turn, x, to.x);
  const detour = (x: number) => Math.abs(x - from.x) + Math.abs(x - to.x);
  return (
    [to.x, ...between.flatMap(({ left, right }) => [left - LANE_MARGIN, right + LANE_MARGIN])]
      .filter(open)
      .sort((a, b) => detour(a) - detour(b))[0] ?? null
  );
}

const isCrossingCard = ({ left, right, top, bottom }: CardBounds, x: number, high: number, low: number): boolean =>
  x > left - 6 && x < right + 6 && low > top && high < bottom;

/** Whether no card lies on a horizontal. */
function isHorizontalClear(cards: readonly CardBounds[], y: number, x1: number, x2: number): boolean {
  const [from, to] = [Math.min(x1, x2), Math.max(x1, x2)];
  return !cards.some(({ left, right, top, bottom }) => y > top && y < bottom && to > left && from < right);
}

function routeAlongLane(
  from: CanvasPoint,
  to: CanvasPoint,
  turn: number,
  leave: number,
  lane: number,
  cards: readonly CardBounds[],
): EdgeRoute {
  const way = [from, { x: from.x, y: leave }, { x: lane, y: leave }, { x: lane, y: turn }, { x: to.x, y: turn }, to];
  const places = [
    { x: lane, y: (leave + turn) / 2 },
    { x: (from.x + lane) / 2, y: leave },
    { x: (lane + to.x) / 2, y: turn },
  ];
  const long = [true, Math.abs(lane - from.x) > MIN_LABEL_WIDTH, Math.abs(to.x - lane) > MIN_LABEL_WIDTH];
  const labels = places.filter((_, index) => long[index]).map((place) => ({ ...place, beside: false }));
  return { path: toRoundedPath(way), label: findFreeLabelPosition(labels, cards) };
}

/** A line along the points, with round corners as far as there is room. */
function toRoundedPath(points: readonly CanvasPoint[]): string {
  const way = points.filter((point, index) => index === 0 || measureDistance(point, points[index - 1]!) > 0.5);
  const corners = way.slice(1, -1).map((corner, index) => {
    const [before, after] = [way[index]!, way[index + 2]!];
    // A leg between two corners is shared by both.
    const first = measureDistance(corner, before) / (index === 0 ? 1 : 2);
    const second = measureDistance(corner, after) / (index === way.length - 3 ? 1 : 2);
    const radius = Math.min(CORNER_RADIUS, first, second);
    const [start, end] = [moveToward(corner, before, radius), moveToward(corner, after, radius)];
    return `L${formatPoint(start)}Q${formatPoint(corner)} ${formatPoint(end)}`;
  });
  return `M${formatPoint(way[0]!)}${corners.join("")}L${formatPoint(way.at(-1)!)}`;
}

const formatPoint = ({ x, y }: CanvasPoint): string => `${x} ${y}`;
const measureDistance = (one: CanvasPoint, other: CanvasPoint): number => Math.hypot(one.x - other.x, one.y - other.y);

function moveToward(from: CanvasPoint, to: CanvasPoint, by: number): CanvasPoint {
  const length = measureDistance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}

/** The places of a label, the best first. */
function listLabelPositions(from: CanvasPoint, to: CanvasPoint, turn: number): EdgeLabelPosition[] {
  const onTrunk = { x: from.x, y: (from.y + turn) / 2, beside: false, onTrunk: true };
  const across = LABEL_SHARES.map((share) => ({ x: from.x + (to.x - from.x) * share, y: turn, beside: false }));
  const aside = { x: Math.max(from.x, to.x) + 8, y: turn, beside: true };
  const wide = Math.abs(to.x - from.x) > MIN_LABEL_WIDTH;
  if (turn - from.y > MIN_LABEL_HEIGHT) return wide ? [onTrunk, ...across] : [onTrunk];
  return wide ? across : [aside];
}

/** The first place where the label would not lie under a card. */
function findFreeLabelPosition(
  labels: readonly EdgeLabelPosition[],
  cards: readonly CardBounds[],
): EdgeLabelPosition | null {
  const half = LABEL_WIDTH / 2;
  const covered = ({ x, y, beside }: EdgeLabelPosition) => {
    const [left, right] = beside ? [x, x + LABEL_WIDTH] : [x - half, x + half];
    return cards.some((card) => left < card.right && right > card.left && y + 6 > card.top && y - 6 < card.bottom);
  };
  return labels.find((label) => !covered(label)) ?? null;
}

function placeLabelBeside(x: number, y: number, drop: number): EdgeLabelPosition {
  return drop > 2 * MIN_LABEL_HEIGHT
    ? { x, y, beside: false, onTrunk: true }
    : { x: x + 8, y, beside: true, onTrunk: true };
}
