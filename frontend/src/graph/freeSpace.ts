/** Where a new card finds room: near a place, not on another card, and in what is seen where that is possible. */

import { COLUMN_GAP, GRID_STEP, NODE_HEIGHT, NODE_WIDTH, ROW_GAP, snapToGrid } from "./cardSizes";

interface CardCorner {
  x: number;
  y: number;
}

interface CanvasArea extends CardCorner {
  width: number;
  height: number;
}

const COLUMN_STEP = snapToGrid(NODE_WIDTH + COLUMN_GAP);
const ROW_STEP = NODE_HEIGHT + ROW_GAP;
/** Cards closer than this above one another look like one. */
const MIN_DISTANCE = NODE_HEIGHT + 16;
/** So many columns and rows around are looked at. */
const SEARCH_RADIUS = 6;

/** Whether a card with this corner is wholly in the area; nothing is outside of an unknown one. */
export function isCardWithin(area: CanvasArea | null, { x, y }: CardCorner): boolean {
  if (!area) return true;
  const across = x >= area.x && x + NODE_WIDTH <= area.x + area.width;
  return across && y >= area.y && y + NODE_HEIGHT <= area.y + area.height;
}

/** Columns beside a place, the nearest first. */
const COLUMN_OFFSETS = [0, 1, -1, 2, -2, 3, -3].map((columns) => columns * COLUMN_STEP);

/** The corner of a card that another leads to: in the row below (or above) it, beside what stands there. */
export function findNextInFlow(from: CardCorner, cards: readonly CardCorner[], side: "input" | "output"): CardCorner {
  const step = side === "output" ? ROW_STEP : -ROW_STEP;
  for (let y = from.y + step; ; y += step) {
    const free = COLUMN_OFFSETS.map((across) => ({ x: from.x + across, y })).find((place) =>
      isCornerFree(place, cards),
    );
    if (free) return free;
  }
}

const isCornerFree = ({ x, y }: CardCorner, cards: readonly CardCorner[]): boolean =>
  !cards.some((card) => Math.abs(card.x - x) < NODE_WIDTH && Math.abs(card.y - y) < MIN_DISTANCE);

/** For a card that covers one of the two that it comes between: its corner in a row of its own, and how far to move what
 * stands below; null where it covers neither, or the two do not stand one below the other. */
export function findRowBetween(
  above: CardCorner,
  below: CardCorner,
  at: CardCorner,
): { corner: CardCorner; down: number } | null {
  if (isCornerFree(at, [above, below]) || below.y - above.y < NODE_HEIGHT) return null;
  const inLine = Math.abs(above.x - below.x) < NODE_WIDTH;
  const down = Math.max(0, Math.ceil((above.y + 2 * ROW_STEP - below.y) / GRID_STEP) * GRID_STEP);
  return { corner: { x: inLine ? below.x : at.x, y: above.y + ROW_STEP }, down };
}

/** The corner of a new card: as near as there is room in the seen area, under no cover and not above `highest`; else below
 * the cards. */
export function findFreeCorner(
  near: CardCorner,
  cards: readonly CardCorner[],
  seen: CanvasArea | null,
  covers: readonly CanvasArea[] = [],
  highest = -Infinity,
): CardCorner {
  const found = listCornersAround(near).find(
    (place) =>
      place.y >= highest &&
      isCardWithin(seen, place) &&
      isCornerFree(place, cards) &&
      !covers.some((cover) => isCardUnder(cover, place)),
  );
  if (found) return found;
  const place = { ...near };
  while (!isCornerFree(place, cards)) place.y += ROW_STEP;
  return place;
}

const isCardUnder = (cover: CanvasArea, { x, y }: CardCorner): boolean =>
  x < cover.x + cover.width && x + NODE_WIDTH > cover.x && y < cover.y + cover.height && y + NODE_HEIGHT > cover.y;

/** The place itself and those a column or row and more away, the nearest first; of equal ones, those below and right. */
function listCornersAround(near: CardCorner): CardCorner[] {
  const steps = Array.from({ length: 2 * SEARCH_RADIUS + 1 }, (_, at) => at - SEARCH_RADIUS);
  const away = (at: CardCorner) =>
    Math.hypot(at.x - near.x, at.y - near.y) + (at.y < near.y ? 2 : 0) + (at.x < near.x ? 1 : 0);
  return steps
    .flatMap((down) => steps.map((across) => ({ x: near.x + across * COLUMN_STEP, y: near.y + down * ROW_STEP })))
    .sort((one, other) => away(one) - away(other));
}
