/** Where the toolbar of a card stands: beside it, over as little as may be of what people read or grab. */

import { inflateBounds, isOverlapping } from "./routing/cardIndex";
import type { CardBounds } from "./routing/edgePath";

/** What may lie under a toolbar, by how bad that is. */
export interface ToolbarSurroundings {
  /** Where the toolbar has to be: the canvas less what floats over it. */
  area: CardBounds;
  /** Notes in the margins, with their buttons. */
  notes: readonly CardBounds[];
  /** Ports and labels. */
  marks: readonly CardBounds[];
  cards: readonly CardBounds[];
  lines: readonly CardBounds[];
}

export interface ToolbarPlace {
  left: number;
  top: number;
  upright: boolean;
}

const GAP = 14;
const COSTS = { outside: 100_000, note: 5_000, mark: 900, card: 150, line: 40 };

/** `long` and `thick` are the sides of the toolbar; all in pixels of the screen. */
export function placeToolbar(
  card: CardBounds,
  { long, thick }: { long: number; thick: number },
  around: ToolbarSurroundings,
): ToolbarPlace {
  const places = listPlaces(card, long, thick);
  const costs = places.map((place, rank) => pricePlace(place, long, thick, around) + rank);
  return places[costs.indexOf(Math.min(...costs))]!;
}

/** All around the card, the best first; and at the lower edge of the canvas, where nothing else is near. */
function listPlaces(card: CardBounds, long: number, thick: number): ToolbarPlace[] {
  const middle = (card.top + card.bottom - long) / 2;
  const tops = [middle, card.top, card.bottom - long];
  const lefts = [card.right - long, (card.left + card.right - long) / 2, card.left];
  const right = card.right + GAP;
  const left = card.left - GAP - thick;
  return [
    ...tops.map((top) => ({ left: right, top, upright: true })),
    ...tops.map((top) => ({ left, top, upright: true })),
    ...[card.top - GAP - thick, card.bottom + GAP].flatMap((top) =>
      lefts.map((at) => ({ left: at, top, upright: false })),
    ),
    { left: right, top: (card.top + card.bottom - thick) / 2, upright: false },
    { left: card.left - GAP - long, top: (card.top + card.bottom - thick) / 2, upright: false },
    ...[2.5, 4, 6].flatMap((rows) => [
      { left: card.right - long, top: card.bottom + GAP + rows * thick, upright: false },
      { left: card.right - long, top: card.top - GAP - (rows + 1) * thick, upright: false },
    ]),
  ];
}

function pricePlace(place: ToolbarPlace, long: number, thick: number, around: ToolbarSurroundings): number {
  const { left, top, upright } = place;
  const box = { left, top, right: left + (upright ? thick : long), bottom: top + (upright ? long : thick) };
  const { area } = around;
  const isInside = box.left >= area.left && box.right <= area.right && box.top >= area.top && box.bottom <= area.bottom;
  const wide = inflateBounds(box, 3);
  const count = (things: readonly CardBounds[]) => things.filter((one) => isOverlapping(one, wide)).length;
  return (
    (isInside ? 0 : COSTS.outside) +
    count(around.notes) * COSTS.note +
    count(around.marks) * COSTS.mark +
    count(around.cards) * COSTS.card +
    count(around.lines) * COSTS.line
  );
}
