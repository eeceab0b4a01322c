/** Where the things and runs of a lineage stand: in columns, from what was used to what was made of it. */

import type { Lineage } from "../../api/pipelines";

export const CARD = { width: 206, height: 70 };
const GAP = { x: 56, y: 14 };

export interface PlacedCard {
  key: string;
  x: number;
  y: number;
}

export interface LineageLayout {
  cards: PlacedCard[];
  paths: string[];
  width: number;
  height: number;
}

/** The column of each: one behind the last of what leads to it. A loop ends where it began. */
function findColumns({ things, runs, edges }: Lineage): Map<string, number> {
  const keys = [...things.map(({ key }) => key), ...runs.map(({ id }) => id)];
  const sources = new Map<string, string[]>(keys.map((key) => [key, []]));
  for (const { source, target } of edges) sources.get(target)?.push(source);
  const columns = new Map<string, number>();
  const place = (key: string, above: ReadonlySet<string>): number => {
    const known = columns.get(key);
    if (known !== undefined) return known;
    const below = new Set(above).add(key);
    const before = (sources.get(key) ?? []).filter((one) => !below.has(one)).map((one) => place(one, below));
    const column = before.length > 0 ? Math.max(...before) + 1 : 0;
    columns.set(key, column);
    return column;
  };
  for (const key of keys) place(key, new Set());
  return columns;
}

export function layOutLineage(lineage: Lineage): LineageLayout {
  const columns = findColumns(lineage);
  const rows = new Map<number, number>();
  const cards = [...columns].map(([key, column]): PlacedCard => {
    const row = rows.get(column) ?? 0;
    rows.set(column, row + 1);
    return { key, x: column * (CARD.width + GAP.x), y: row * (CARD.height + GAP.y) };
  });
  const places = new Map(cards.map((card) => [card.key, card]));
  const paths = lineage.edges.flatMap(({ source, target }) => {
    const [from, to] = [places.get(source), places.get(target)];
    if (!from || !to) return [];
    const [x1, y1, x2, y2] = [from.x + CARD.width, from.y + CARD.height / 2, to.x, to.y + CARD.height / 2];
    const middle = (x1 + x2) / 2;
    return [`M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`];
  });
  const widest = Math.max(0, ...columns.values());
  const tallest = Math.max(0, ...rows.values());
  return {
    cards,
    paths,
    width: (widest + 1) * (CARD.width + GAP.x) - GAP.x,
    height: Math.max(CARD.height, tallest * (CARD.height + GAP.y) - GAP.y),
  };
}
