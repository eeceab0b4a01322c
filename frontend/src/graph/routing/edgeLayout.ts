/** The ways of all edges of a design: the short ones first, each aware of those before it. */

import { CardIndex, inflateBounds, isOverlapping } from "./cardIndex";
import type { CanvasPoint, CardBounds } from "./edgePath";
import { type EdgeToRoute, findRoute } from "./routeSearch";
import { RouteSegments } from "./routeSegments";

export interface EdgeLayout {
  /** The corners of each edge, by its id, from the output to the input. */
  routes: ReadonlyMap<string, readonly CanvasPoint[]>;
  segments: RouteSegments;
  cards: CardIndex;
}

/** `before`: a layout of which what no moved card touches is kept, so that a change costs as much as it is large. */
export function layOutEdges(
  edges: readonly EdgeToRoute[],
  cards: readonly CardBounds[],
  before: EdgeLayout | null = null,
): EdgeLayout {
  const index = new CardIndex(cards);
  const segments = new RouteSegments();
  const routes = new Map<string, readonly CanvasPoint[]>();
  const moved = before ? listMovedCards(before.cards.cards, cards) : [];
  const isKept = ({ id, from, to }: EdgeToRoute): boolean => {
    const points = before?.routes.get(id);
    return (
      points !== undefined && isSamePlace(points[0], from) && isSamePlace(points.at(-1), to) && isClear(points, moved)
    );
  };
  const [kept, open] = [edges.filter(isKept), edges.filter((edge) => !isKept(edge))];
  const take = ({ id, port }: EdgeToRoute, points: readonly CanvasPoint[]): void => {
    routes.set(id, points);
    segments.add(port, points);
  };
  for (const edge of kept) take(edge, before!.routes.get(edge.id)!);
  for (const edge of sortForRouting(open)) take(edge, findRoute(edge, index, segments));
  return { routes, segments, cards: index };
}

const isSamePlace = (one: CanvasPoint | undefined, other: CanvasPoint): boolean =>
  one?.x === other.x && one.y === other.y;

const toKey = ({ left, top, right, bottom }: CardBounds): string => `${left} ${top} ${right} ${bottom}`;

/** Where a card is that was not there before, or was one that is there no more. */
function listMovedCards(before: readonly CardBounds[], after: readonly CardBounds[]): CardBounds[] {
  const [old, now] = [new Set(before.map(toKey)), new Set(after.map(toKey))];
  return [...before.filter((card) => !now.has(toKey(card))), ...after.filter((card) => !old.has(toKey(card)))];
}

/** How near to its way a moved card changes an edge. */
const REACH = 40;

function isClear(points: readonly CanvasPoint[], moved: readonly CardBounds[]): boolean {
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  const area = { left: Math.min(...xs), right: Math.max(...xs), top: Math.min(...ys), bottom: Math.max(...ys) };
  return !moved.some((card) => isOverlapping(inflateBounds(area, REACH), card));
}

/** The short ones first, since they have the least choice; those of equal length from the top and the left. */
function sortForRouting(edges: readonly EdgeToRoute[]): EdgeToRoute[] {
  const length = ({ from, to }: EdgeToRoute) => Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
  return [...edges].sort(
    (one, other) =>
      length(one) - length(other) ||
      one.from.y - other.from.y ||
      one.from.x - other.from.x ||
      one.to.x - other.to.x ||
      one.to.y - other.to.y,
  );
}

/** The way of one edge by itself, as while it is drawn or its card is dragged. */
export const routeAlone = (edge: Omit<EdgeToRoute, "id" | "port">, cards: readonly CardBounds[]): CanvasPoint[] =>
  findRoute({ ...edge, id: "", port: "" }, new CardIndex(cards), new RouteSegments());
