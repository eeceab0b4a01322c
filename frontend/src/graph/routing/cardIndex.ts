/** Which cards are near a place: in columns of squares, so that a long design is not looked through for each edge. */

import type { CardBounds } from "./edgePath";

const SQUARE = 512;

export class CardIndex {
  private readonly squares = new Map<string, CardBounds[]>();

  constructor(readonly cards: readonly CardBounds[]) {
    for (const card of cards) {
      for (const key of listSquares(card)) {
        const held = this.squares.get(key);
        if (held) held.push(card);
        else this.squares.set(key, [card]);
      }
    }
  }

  /** The cards that reach into an area, from the top and the left. */
  find(area: CardBounds): CardBounds[] {
    const found = new Set<CardBounds>();
    for (const key of listSquares(area)) {
      for (const card of this.squares.get(key) ?? []) if (isOverlapping(card, area)) found.add(card);
    }
    return [...found].sort((one, other) => one.top - other.top || one.left - other.left);
  }
}

function listSquares({ left, top, right, bottom }: CardBounds): string[] {
  const keys: string[] = [];
  for (let column = Math.floor(left / SQUARE); column <= Math.floor(right / SQUARE); column += 1) {
    for (let row = Math.floor(top / SQUARE); row <= Math.floor(bottom / SQUARE); row += 1)
      keys.push(`${column} ${row}`);
  }
  return keys;
}

export const isOverlapping = (one: CardBounds, other: CardBounds): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;

export const inflateBounds = ({ left, top, right, bottom }: CardBounds, by: number): CardBounds => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});
