/** The edges beside the rows of the outline: where each row's dot is, which lanes pass it, and which lead into it. */

import { contents, groupIn } from "./groups";
import type { OutlineRow } from "./outline";
import { connections } from "./ports";
import type { Design } from "./types";

export interface Lanes {
  /** The lane of the row's dot; null beside rows that are no node. */
  dot: number | null;
  /** Lanes that go past. */
  past: readonly number[];
  /** Lanes that lead into the dot. */
  into: readonly number[];
  /** Whether something goes on from the dot. */
  on: boolean;
}

/** One entry for each row. What several take from one node shares its lane, as a trunk. */
export function lanesOf(rows: readonly OutlineRow[], design: Design): Lanes[] {
  const { sources, last } = followed(rows, design);
  /** The row that each lane comes from; null for a free one. */
  const held: (number | null)[] = [];
  const taken = () => held.flatMap((from, lane) => (from === null ? [] : [lane]));
  return rows.map((row, index) => {
    if (!hasDot(row)) return { dot: null, past: taken(), into: [], on: false };
    const into = [...(sources.get(index) ?? [])].map((from) => held.indexOf(from));
    for (const lane of into) if (last.get(held[lane]!) === index) held[lane] = null;
    const past = taken();
    const dot = into.find((lane) => held[lane] === null) ?? free(held);
    const on = last.has(index);
    held[dot] = on ? index : null;
    return { dot, past, into, on };
  });
}

const hasDot = ({ kind, expanded }: OutlineRow): boolean => kind === "node" || (kind === "group" && expanded !== true);

function free(held: readonly (number | null)[]): number {
  const lane = held.indexOf(null);
  return lane < 0 ? held.length : lane;
}

/** For each row those that lead to it, and for each that leads anywhere the last one it leads to. */
function followed(rows: readonly OutlineRow[], design: Design) {
  const place = new Map<string, number>();
  rows.forEach((row, index) => {
    if (row.kind === "node") place.set(row.card, index);
    const group = row.kind === "group" && hasDot(row) ? groupIn(row.card) : null;
    for (const node of group === null ? [] : contents(design, group).nodes) place.set(node, index);
  });
  const sources = new Map<number, Set<number>>();
  const last = new Map<number, number>();
  for (const { source, target } of connections(design)) {
    const [from, to] = [place.get(source), place.get(target)];
    if (from === undefined || to === undefined || from >= to) continue;
    sources.set(to, (sources.get(to) ?? new Set()).add(from));
    last.set(from, Math.max(to, last.get(from) ?? 0));
  }
  return { sources, last };
}
