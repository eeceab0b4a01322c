/** Cards in line: align, distribute, and the helper lines that show while one is dragged. */

export interface CardRect {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
}

export type Alignment = "left" | "centre" | "right" | "top" | "middle" | "bottom";
export type CardPosition = { id: string; x: number; y: number };

/** Where cards go that are aligned: by an edge of all of them, or by the middle of all of them. */
export function alignRects(cards: readonly CardRect[], way: Alignment): CardPosition[] {
  const left = Math.min(...cards.map(({ x }) => x));
  const right = Math.max(...cards.map(({ x, width }) => x + width));
  const top = Math.min(...cards.map(({ y }) => y));
  const bottom = Math.max(...cards.map(({ y, height }) => y + height));
  const across: Partial<Record<Alignment, (card: CardRect) => number>> = {
    left: () => left,
    centre: ({ width }) => Math.round((left + right - width) / 2),
    right: ({ width }) => right - width,
  };
  const down: Partial<Record<Alignment, (card: CardRect) => number>> = {
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
export function distributeRects(cards: readonly CardRect[], along: "across" | "down"): CardPosition[] {
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
export interface AlignmentGuide {
  vertical: boolean;
  position: number;
  from: number;
  to: number;
}

/** Where a dragged card snaps to, as a shift, and the lines that say why. */
export function findAlignmentGuides(
  card: CardRect,
  others: readonly CardRect[],
  reach: number,
): { x: number; y: number; lines: AlignmentGuide[] } {
  const across = findNearestGuide(card, others, reach, "x", "width");
  const down = findNearestGuide(card, others, reach, "y", "height");
  const moved = { ...card, x: card.x + (across?.shift ?? 0), y: card.y + (down?.shift ?? 0) };
  const lines = [
    ...(across ? [toGuideLine(moved, across.other, across.position, true)] : []),
    ...(down ? [toGuideLine(moved, down.other, down.position, false)] : []),
  ];
  return { x: across?.shift ?? 0, y: down?.shift ?? 0, lines };
}

interface GuideMatch {
  shift: number;
  position: number;
  other: CardRect;
}

/** The closest of beginnings, middles and ends that are nearly in line; middles first among equals. */
function findNearestGuide(
  card: CardRect,
  others: readonly CardRect[],
  reach: number,
  at: "x" | "y",
  length: "width" | "height",
): GuideMatch | null {
  let best: GuideMatch | null = null;
  for (const share of [0.5, 0, 1]) {
    const own = card[at] + card[length] * share;
    for (const other of others) {
      const there = other[at] + other[length] * share;
      const by = there - own;
      if (Math.abs(by) <= reach && (best === null || Math.abs(by) < Math.abs(best.shift)))
        best = { shift: by, position: there, other };
    }
  }
  return best;
}

function toGuideLine(card: CardRect, other: CardRect, at: number, upright: boolean): AlignmentGuide {
  const [start, length] = upright ? (["y", "height"] as const) : (["x", "width"] as const);
  return {
    vertical: upright,
    position: at,
    from: Math.min(card[start], other[start]),
    to: Math.max(card[start] + card[length], other[start] + other[length]),
  };
}
