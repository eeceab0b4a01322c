/** Cards in line: align, distribute, and the helper lines that show while one is dragged. */

export interface Card {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Way = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type Place = { id: string; x: number; y: number };

/** Where cards go that are aligned: by an edge of all of them, or by the middle of all of them. */
export function align(cards: readonly Card[], way: Way): Place[] {
  const left = Math.min(...cards.map(({ x }) => x));
  const right = Math.max(...cards.map(({ x, width }) => x + width));
  const top = Math.min(...cards.map(({ y }) => y));
  const bottom = Math.max(...cards.map(({ y, height }) => y + height));
  const across: Partial<Record<Way, (card: Card) => number>> = {
    left: () => left,
    centre: ({ width }) => Math.round((left + right - width) / 2),
    right: ({ width }) => right - width,
  };
  const down: Partial<Record<Way, (card: Card) => number>> = {
    top: () => top,
    middle: ({ height }) => Math.round((top + bottom - height) / 2),
    bottom: ({ height }) => bottom - height,
  };
  return cards.map((card) => ({
    id: card.id,
    x: across[way]?.(card) ?? card.x,
    y: down[way]?.(card) ?? card.y,
  }));
}

/** Where cards go that have the same gap between them; the two outer ones stay. */
export function distribute(cards: readonly Card[], along: "across" | "down"): Place[] {
  const [at, length] = along === "across" ? (["x", "width"] as const) : (["y", "height"] as const);
  const row = [...cards].sort((one, other) => one[at] + one[length] / 2 - (other[at] + other[length] / 2));
  const [first, last] = [row[0], row.at(-1)];
  if (!first || !last || row.length < 3) return row.map(({ id, x, y }) => ({ id, x, y }));
  const room = last[at] + last[length] - first[at] - row.reduce((sum, card) => sum + card[length], 0);
  const gap = room / (row.length - 1);
  let next = first[at];
  return row.map((card) => {
    const place = { id: card.id, x: card.x, y: card.y, [at]: Math.round(next) };
    next += card[length] + gap;
    return place;
  });
}

/** A helper line: at `at`, from one end to the other. */
export interface Guide {
  upright: boolean;
  at: number;
  from: number;
  to: number;
}

/** Where a dragged card snaps to, as a shift, and the lines that say why. */
export function guides(card: Card, others: readonly Card[], reach: number): { x: number; y: number; lines: Guide[] } {
  const across = nearest(card, others, reach, "x", "width");
  const down = nearest(card, others, reach, "y", "height");
  const moved = { ...card, x: card.x + (across?.by ?? 0), y: card.y + (down?.by ?? 0) };
  const lines = [
    ...(across ? [lineOf(moved, across.other, across.at, true)] : []),
    ...(down ? [lineOf(moved, down.other, down.at, false)] : []),
  ];
  return { x: across?.by ?? 0, y: down?.by ?? 0, lines };
}

interface Hit {
  by: number;
  at: number;
  other: Card;
}

/** The closest of beginnings, middles and ends that are nearly in line; middles first among equals. */
function nearest(
  card: Card,
  others: readonly Card[],
  reach: number,
  at: "x" | "y",
  length: "width" | "height",
): Hit | null {
  let best: Hit | null = null;
  for (const share of [0.5, 0, 1]) {
    const own = card[at] + card[length] * share;
    for (const other of others) {
      const there = other[at] + other[length] * share;
      const by = there - own;
      if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best.by))) best = { by, at: there, other };
    }
  }
  return best;
}

function lineOf(card: Card, other: Card, at: number, upright: boolean): Guide {
  const [start, length] = upright ? (["y", "height"] as const) : (["x", "width"] as const);
  return {
    upright,
    at,
    from: Math.min(card[start], other[start]),
    to: Math.max(card[start] + card[length], other[start] + other[length]),
  };
}
