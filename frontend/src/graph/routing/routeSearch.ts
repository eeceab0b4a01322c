/**
 * The way of one edge: upright and level, around all cards, along lines between them.
 *
 * The cheapest way on the lines beside the cards that lie between the two ends (Wybrow, Marriott and Stuckey,
 * "Orthogonal connector routing", 2009). `server/report/edge_routing` does the same for pictures.
 */

import type { PortType } from "../../api/apiTypes";
import { type CardIndex, inflateBounds } from "./cardIndex";
import type { CanvasPoint, CardBounds } from "./edgePath";
import { type GridLine, RouteGrid } from "./routeGrid";
import type { RouteSegments } from "./routeSegments";

export interface EdgeToRoute {
  id: string;
  /** The output that it leaves; edges of one port may share their way. */
  port: string;
  from: CanvasPoint;
  to: CanvasPoint;
  type: PortType;
}

/** How near a card an edge may come. */
const CLEARANCE = 4;
/** How far it goes straight from its port. */
const STUB = 5;
/** Where an edge may run beside a card, the best first: so far apart that a label on one is not crossed by the next. */
const LEVELS = [16, 9, 23, 30];
const LANES = [14, 21, 7];
const MIN_LANE = 7;
/** How much less wanted each next lane is: at the nearest one, edges run through the badges of cards. */
const LANE_RANK = 2;
/** Models turn closer to the target than data, so that they do not lie on one another. */
const MODEL_LEVELS = [9, 16, 23, 30];
/** Lines closer than this are one. */
const MIN_SPACE = 3;
const FARTHEST_LINE = 34;
/** So many cards give lines; the others are only avoided. */
const MAX_LINE_CARDS = 12;
/** Among more cards than this, one line beside each has to do. */
const MAX_MANY_LINES = 4;
/** So little to the side is a straight line. */
const STRAIGHT_TOLERANCE = 5;

/** The corners of an edge from end to end; the short way where there is none around the cards. */
export function findRoute(edge: EdgeToRoute, cards: CardIndex, routed: RouteSegments): CanvasPoint[] {
  const { from, to } = edge;
  if (to.y - from.y > 0 && to.y - from.y < 2 * STUB) return routePlainly(edge);
  if (isStraightFree(edge, cards)) return [from, to];
  const [start, end] = [
    { x: from.x, y: from.y + STUB },
    { x: to.x, y: to.y - STUB },
  ];
  const { area, near } = collectCards(start, end, cards);
  const xs = mergeLines([
    { at: from.x, rank: 0 },
    { at: to.x, rank: 0 },
    ...near.flatMap(({ left, right }) =>
      limitLines(LANES, near).flatMap((by, rank) => [
        { at: left - by, rank: rank * LANE_RANK },
        { at: right + by, rank: rank * LANE_RANK },
      ]),
    ),
  ]);
  const walls = cards.find(area).map((card) => inflateBounds(card, CLEARANCE));
  const found = new RouteGrid(edge.port, xs, listLevels(edge, near), walls, routed).search(start, end);
  return found ? simplify([from, ...found, to]) : routePlainly(edge);
}

function isStraightFree({ from, to }: EdgeToRoute, cards: CardIndex): boolean {
  if (to.y <= from.y || Math.abs(to.x - from.x) >= STRAIGHT_TOLERANCE) return false;
  const [left, right] = [Math.min(from.x, to.x) - CLEARANCE, Math.max(from.x, to.x) + CLEARANCE];
  return cards.find({ left, right, top: from.y + 1, bottom: to.y - 1 }).length === 0;
}

/** The cards that the edge may have to go around, and the area that the lines beside them take. */
function collectCards(
  start: CanvasPoint,
  end: CanvasPoint,
  cards: CardIndex,
): { area: CardBounds; near: CardBounds[] } {
  let area = {
    left: Math.min(start.x, end.x),
    right: Math.max(start.x, end.x),
    top: Math.min(start.y, end.y),
    bottom: Math.max(start.y, end.y),
  };
  let near: CardBounds[] = [];
  for (;;) {
    const found = cards.find(inflateBounds(area, CLEARANCE)).slice(0, MAX_LINE_CARDS);
    if (found.length <= near.length) return { area: inflateBounds(area, FARTHEST_LINE), near };
    near = found;
    for (const card of found) area = mergeBounds(area, inflateBounds(card, MIN_LANE));
  }
}

const mergeBounds = (one: CardBounds, other: CardBounds): CardBounds => ({
  left: Math.min(one.left, other.left),
  top: Math.min(one.top, other.top),
  right: Math.max(one.right, other.right),
  bottom: Math.max(one.bottom, other.bottom),
});

function listLevels({ from, to, type }: EdgeToRoute, near: readonly CardBounds[]): GridLine[] {
  const levels = type === "untrained_model" || type === "trained_model" ? MODEL_LEVELS : LEVELS;
  const room = Math.abs(to.y - from.y);
  const between = levels.filter((by) => to.y < from.y || by < room - STUB);
  return mergeLines([
    { at: from.y + STUB, rank: 9 },
    { at: to.y - STUB, rank: 9 },
    ...(room < 2 * LEVELS[1]! ? [{ at: (from.y + to.y) / 2, rank: 0 }] : []),
    ...between.map((by, rank) => ({ at: to.y - by, rank })),
    ...between.map((by, rank) => ({ at: from.y + by, rank: rank + 0.5 })),
    ...near.flatMap(({ top, bottom }) =>
      limitLines(LEVELS, near).flatMap((by, rank) => [
        { at: top - by, rank: rank + 1 },
        { at: bottom + by, rank: rank + 1 },
      ]),
    ),
  ]);
}

const limitLines = (lines: readonly number[], near: readonly CardBounds[]): readonly number[] =>
  near.length > MAX_MANY_LINES ? lines.slice(0, 1) : lines;

/** In order of place; of lines that lie together the first one given stays. */
function mergeLines(lines: readonly GridLine[]): GridLine[] {
  const kept: GridLine[] = [];
  for (const [index, line] of lines.entries()) {
    // Both ends need their own line, however near they are.
    if (index < 2 ? kept.some(({ at }) => at === line.at) : kept.some(({ at }) => Math.abs(at - line.at) < MIN_SPACE)) {
      continue;
    }
    kept.push(line);
  }
  return kept.sort((one, other) => one.at - other.at);
}

/** The same way without the points that lie on a straight line. */
function simplify(points: readonly CanvasPoint[]): CanvasPoint[] {
  return points.filter((point, index) => {
    const [before, after] = [points[index - 1], points[index + 1]];
    if (!before || !after) return true;
    return !((before.x === point.x && point.x === after.x) || (before.y === point.y && point.y === after.y));
  });
}

/** Down, across, down; up behind both cards where the target is not below the source. */
export function routePlainly({ from, to }: Pick<EdgeToRoute, "from" | "to">): CanvasPoint[] {
  const drop = to.y - from.y;
  if (drop > 0) {
    const turn = to.y - Math.min(LEVELS[0]!, drop / 2);
    return simplify([from, { x: from.x, y: turn }, { x: to.x, y: turn }, to]);
  }
  const [low, high, middle] = [from.y + LEVELS[0]!, to.y - LEVELS[0]!, (from.x + to.x) / 2];
  return [from, { x: from.x, y: low }, { x: middle, y: low }, { x: middle, y: high }, { x: to.x, y: high }, to];
}
