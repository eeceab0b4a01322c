/** Where the sizes of data stand on their edges: once for each output, and where no card, edge or other label is. */

import { type CardIndex, inflateBounds, isOverlapping } from "./cardIndex";
import type { EdgeLayout } from "./edgeLayout";
import type { CanvasPoint, CardBounds } from "./edgePath";
import { listSegments, type RouteSegment, type RouteSegments } from "./routeSegments";

export interface EdgeToLabel {
  id: string;
  port: string;
  /** How wide the words are; null for an edge that says nothing. */
  width: number | null;
}

/** The middle of a label, and whether it covers its own line. */
export interface EdgeLabelPosition extends CanvasPoint {
  beside: boolean;
}

interface LabelCandidate extends EdgeLabelPosition {
  /** Its own line, which may run through it. */
  line: RouteSegment;
}

export const LABEL_HEIGHT = 13;
const LABEL_PADDING = 8;
/** Between a line and the words beside it. */
const BESIDE_GAP = 7;
/** Along a line, the best place first. */
const SHARES = [0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.88];
/** So much of a line is seen on both sides of its label. */
const LINE_REST = 12;
const PORT_RADIUS = 6;

/** By edge: of the edges of one output, the one that the label stands on. */
export function placeLabels(
  edges: readonly EdgeToLabel[],
  { routes, segments, cards }: EdgeLayout,
  avoided: readonly CardBounds[] = [],
): Map<string, EdgeLabelPosition> {
  const placed = new Map<string, EdgeLabelPosition>();
  const boxes = [...avoided];
  const groups = Map.groupBy(
    edges.filter(({ width }) => width !== null),
    ({ port }) => port,
  );
  for (const siblings of groups.values()) {
    siblings.sort((one, other) => measureRoute(routes.get(one.id)) - measureRoute(routes.get(other.id)));
    for (const [id, candidate] of listCandidates(siblings, routes)) {
      const { line, ...label } = candidate;
      const box = measureLabel(label, siblings[0]!.width!);
      if (!isFree(box, label, line, segments, cards) || boxes.some((other) => isOverlapping(other, box))) continue;
      placed.set(id, label);
      boxes.push(inflateBounds(box, 2));
      break;
    }
  }
  return placed;
}

const measureRoute = (points: readonly CanvasPoint[] = []): number =>
  listSegments("", points).reduce((sum, { from, to }) => sum + to - from, 0);

/** The places of a label on the edges of one output: all on the shortest edge, then those on the others. */
function* listCandidates(
  siblings: readonly EdgeToLabel[],
  routes: EdgeLayout["routes"],
): Generator<[string, LabelCandidate]> {
  for (const beside of [false, true]) {
    for (const { id, port, width } of siblings) {
      for (const line of listSegments(port, routes.get(id) ?? [])) {
        for (const candidate of listPlaces(line, width!, beside)) yield [id, candidate];
      }
    }
  }
}

function* listPlaces(line: RouteSegment, width: number, beside: boolean): Generator<LabelCandidate> {
  const { upright, at, from, to } = line;
  const size = upright ? LABEL_HEIGHT : width + LABEL_PADDING;
  const isLong = to - from >= size + 2 * LINE_REST;
  if (beside === (isLong && (!upright || to - from > 4 * LABEL_HEIGHT))) return;
  for (const share of SHARES) {
    const along = from + (to - from) * share;
    if (!beside) {
      if (along - size / 2 >= from + LINE_REST / 2 && along + size / 2 <= to - LINE_REST / 2) {
        yield { ...(upright ? { x: at, y: along } : { x: along, y: at }), beside, line };
      }
    } else if (upright) {
      for (const side of [1, -1]) yield { x: at + side * (BESIDE_GAP + width / 2), y: along, beside, line };
    }
  }
}

function measureLabel({ x, y, beside }: EdgeLabelPosition, width: number): CardBounds {
  const half = width / 2 + (beside ? 0 : LABEL_PADDING / 2);
  return { left: x - half, right: x + half, top: y - LABEL_HEIGHT / 2, bottom: y + LABEL_HEIGHT / 2 };
}

function isFree(
  box: CardBounds,
  { beside }: EdgeLabelPosition,
  line: RouteSegment,
  segments: RouteSegments,
  cards: CardIndex,
): boolean {
  const { left, right, top, bottom } = inflateBounds(box, 1);
  if (cards.find({ left, right, top: top - PORT_RADIUS, bottom: bottom + PORT_RADIUS }).length > 0) return false;
  return segments
    .findWithin({ left, right, top, bottom })
    .every((other) => !beside && other.port === line.port && other.upright === line.upright && other.at === line.at);
}
