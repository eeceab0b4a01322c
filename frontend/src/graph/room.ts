/** Where a new card finds room: near a place, not on another card, and in what is seen where that is possible. */

import { COLUMN_GAP, NODE_HEIGHT, NODE_WIDTH, ROW_GAP, SNAP, snapped } from "./sizes";

interface Point {
  x: number;
  y: number;
}

interface Area extends Point {
  width: number;
  height: number;
}

const COLUMN = snapped(NODE_WIDTH + COLUMN_GAP);
const ROW = NODE_HEIGHT + ROW_GAP;
/** Cards closer than this above one another look like one. */
const CLOSE = NODE_HEIGHT + 16;
/** So many columns and rows around are looked at. */
const AROUND = 6;

/** Whether a card with this corner is wholly in the area; nothing is outside of an unknown one. */
export function isWithin(area: Area | null, { x, y }: Point): boolean {
  if (!area) return true;
  const across = x >= area.x && x + NODE_WIDTH <= area.x + area.width;
  return across && y >= area.y && y + NODE_HEIGHT <= area.y + area.height;
}

/** Columns beside a place, the nearest first. */
const BESIDE = [0, 1, -1, 2, -2, 3, -3].map((columns) => columns * COLUMN);

/** The corner of a card that another leads to: in the row below (or above) it, beside what stands there. */
export function nextInFlow(from: Point, cards: readonly Point[], side: "input" | "output"): Point {
  const step = side === "output" ? ROW : -ROW;
  for (let y = from.y + step; ; y += step) {
    const free = BESIDE.map((across) => ({ x: from.x + across, y })).find((place) => isFree(place, cards));
    if (free) return free;
  }
}

const isFree = ({ x, y }: Point, cards: readonly Point[]): boolean =>
  !cards.some((card) => Math.abs(card.x - x) < NODE_WIDTH && Math.abs(card.y - y) < CLOSE);

/** For a card that covers one of the two that it comes between: its corner in a row of its own, and how far to move what
 * stands below; null where it covers neither, or the two do not stand one below the other. */
export function rowBetween(above: Point, below: Point, at: Point): { corner: Point; down: number } | null {
  if (isFree(at, [above, below]) || below.y - above.y < NODE_HEIGHT) return null;
  const inLine = Math.abs(above.x - below.x) < NODE_WIDTH;
  const down = Math.max(0, Math.ceil((above.y + 2 * ROW - below.y) / SNAP) * SNAP);
  return { corner: { x: inLine ? below.x : at.x, y: above.y + ROW }, down };
}

/** The corner of a new card: as near as there is room in the seen area and under no cover, else below the cards. */
export function freePlace(
  near: Point,
  cards: readonly Point[],
  seen: Area | null,
  covers: readonly Area[] = [],
): Point {
  const found = placesAround(near).find(
    (place) => isWithin(seen, place) && isFree(place, cards) && !covers.some((cover) => isUnder(cover, place)),
  );
  if (found) return found;
  const place = { ...near };
  while (!isFree(place, cards)) place.y += ROW;
  return place;
}

const isUnder = (cover: Area, { x, y }: Point): boolean =>
  x < cover.x + cover.width && x + NODE_WIDTH > cover.x && y < cover.y + cover.height && y + NODE_HEIGHT > cover.y;

/** The place itself and those a column or row and more away, the nearest first; of equal ones, those below and right. */
function placesAround(near: Point): Point[] {
  const steps = Array.from({ length: 2 * AROUND + 1 }, (_, at) => at - AROUND);
  const away = (at: Point) =>
    Math.hypot(at.x - near.x, at.y - near.y) + (at.y < near.y ? 2 : 0) + (at.x < near.x ? 1 : 0);
  return steps
    .flatMap((down) => steps.map((across) => ({ x: near.x + across * COLUMN, y: near.y + down * ROW })))
    .sort((one, other) => away(one) - away(other));
}
