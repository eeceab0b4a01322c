/** The edges beside the rows of the outline: where each row's dot is, which lanes pass it, and which lead into it. */

import type { Design } from "../api/designDocument";
import { listGroupContents, parseGroupCardId } from "./designGroups";
import type { OutlineRowModel } from "./outlineRows";
import { listEdges } from "./ports";

export interface RowLanes {
  /** The lane of the row's dot; null beside rows that are no node. */
  dot: number | null;
  /** Lanes that go past. */
  passing: readonly number[];
  /** Lanes that lead into the dot. */
  incoming: readonly number[];
  /** Whether something goes on from the dot. */
  continues: boolean;
}

/** One entry for each row. What several take from one node shares its lane, as a trunk. */
export function computeLanes(rows: readonly OutlineRowModel[], design: Design): RowLanes[] {
  const { sources, last } = traceRowEdges(rows, design);
  /** The row that each lane comes from; null for a free one. */
  const held: (number | null)[] = [];
  const taken = () => held.flatMap((from, lane) => (from === null ? [] : [lane]));
  return rows.map((row, index) => {
    if (!hasDot(row)) return { dot: null, passing: taken(), incoming: [], continues: false };
    const into = [...(sources.get(index) ?? [])].map((from) => held.indexOf(from));
    for (const lane of into) if (last.get(held[lane]!) === index) held[lane] = null;
    const past = taken();
    const dot = into.find((lane) => held[lane] === null) ?? findFreeLane(held);
    const on = last.has(index);
    held[dot] = on ? index : null;
    return { dot, passing: past, incoming: into, continues: on };
  });
}

const hasDot = ({ kind, expanded }: OutlineRowModel): boolean =>
  kind === "node" || (kind === "group" && expanded !== true);

function findFreeLane(held: readonly (number | null)[]): number {
  const lane = held.indexOf(null);
  return lane < 0 ? held.length : lane;
}

/** For each row those that lead to it, and for each that leads anywhere the last one it leads to. */
function traceRowEdges(rows: readonly OutlineRowModel[], design: Design) {
  const place = new Map<string, number>();
  rows.forEach((row, index) => {
    if (row.kind === "node") place.set(row.card, index);
    const group = row.kind === "group" && hasDot(row) ? parseGroupCardId(row.card) : null;
    for (const node of group === null ? [] : listGroupContents(design, group).nodes) place.set(node, index);
  });
  const sources = new Map<number, Set<number>>();
  const last = new Map<number, number>();
  for (const { source, target } of listEdges(design)) {
    const [from, to] = [place.get(source), place.get(target)];
    if (from === undefined || to === undefined || from >= to) continue;
    sources.set(to, (sources.get(to) ?? new Set()).add(from));
    last.set(from, Math.max(to, last.get(from) ?? 0));
  }
  return { sources, last };
}
