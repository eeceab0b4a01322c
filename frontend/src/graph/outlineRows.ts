/** The design as a tree: groups hold nodes and notes, nodes hold their ports, problems and advice. */

import type { Module, Port, Problem } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import { findGroupOf, readGroups, readNotes, toGroupCardId, toNoteCardId } from "./designGroups";
import { type DesignEdge, listEdges, type Modules } from "./ports";
import { sortTopologically } from "./topologicalOrder";

interface OutlineEntryBase {
  key: string;
  /** What is selected on the canvas with the row. */
  card: string;
}

export type OutlineEntry = OutlineEntryBase &
  (
    | { kind: "group" }
    | { kind: "node" }
    | { kind: "note" }
    | { kind: "input"; port: Port; edge: DesignEdge | null }
    | { kind: "output"; port: Port; edges: DesignEdge[] }
    | { kind: "problem"; problem: Problem }
  );

export type OutlineRowModel = OutlineEntry & {
  level: number;
  /** The key of the row that it is inside of. */
  parent: string | null;
  /** Whether its children show; null where it has none. */
  expanded: boolean | null;
  /** Its place among its siblings, from 1, and how many they are. */
  position: number;
  of: number;
};

interface OutlineTree {
  item: OutlineEntry;
  children: () => OutlineTree[];
}

export interface OutlineSource {
  design: Design;
  modules: Modules;
  /** The problems of a node, then its advice. */
  problemsOf: (node: string) => readonly Problem[];
  /** What the user opened or closed; else groups are open and nodes are closed. */
  expandedByKey: ReadonlyMap<string, boolean>;
}

/** The rows that show, from top to bottom. */
export function buildOutlineRows(outlined: OutlineSource): OutlineRowModel[] {
  const rows: OutlineRowModel[] = [];
  const place = (trees: readonly OutlineTree[], level: number, parent: string | null): void => {
    trees.forEach(({ item, children }, index) => {
      const inner = item.kind === "group" || item.kind === "node" ? children() : [];
      const open = outlined.expandedByKey.get(item.key) ?? item.kind === "group";
      const expanded = inner.length > 0 ? open : null;
      rows.push({ ...item, level, parent, expanded, position: index + 1, of: trees.length });
      if (expanded) place(inner, level + 1, item.key);
    });
  };
  place(buildTopLevel(outlined), 1, null);
  return rows;
}

/** Nodes in the order in which data flow; a group stands where its first node would; notes come last. */
function buildTopLevel(outlined: OutlineSource): OutlineTree[] {
  const { design } = outlined;
  const groups = readGroups(design);
  const edges = listEdges(design);
  const inside = new Map<string | null, OutlineTree[]>();
  const put = (group: string | null, tree: OutlineTree) => {
    const trees = inside.get(group);
    if (trees) trees.push(tree);
    else inside.set(group, [tree]);
  };
  const placed = new Set<string>();
  const placeGroup = (id: string): void => {
    if (placed.has(id)) return;
    placed.add(id);
    const { parent } = groups.get(id)!;
    if (parent !== null) placeGroup(parent);
    const card = toGroupCardId(id);
    put(parent, { item: { kind: "group", key: card, card }, children: () => inside.get(id) ?? [] });
  };
  const leaving = Map.groupBy(edges, ({ source }) => source);
  const arriving = Map.groupBy(edges, ({ target }) => target);
  for (const id of sortTopologically(design)) {
    const group = findGroupOf(design, design.nodes[id]);
    if (group !== null) placeGroup(group);
    put(group, buildNodeTree(id, outlined, arriving.get(id) ?? [], leaving.get(id) ?? []));
  }
  for (const id of groups.keys()) placeGroup(id);
  for (const [id, note] of readNotes(design)) {
    const card = toNoteCardId(id);
    put(findGroupOf(design, note), { item: { kind: "note", key: card, card }, children: () => [] });
  }
  return inside.get(null) ?? [];
}

function buildNodeTree(
  id: string,
  outlined: OutlineSource,
  arriving: DesignEdge[],
  leaving: DesignEdge[],
): OutlineTree {
  const module = outlined.modules.get(outlined.design.nodes[id]!.module);
  const children = (): OutlineTree[] =>
    [
      ...outlined.problemsOf(id).map((problem, index): OutlineEntry => {
        return { kind: "problem", key: `${id} problem ${index}`, card: id, problem };
      }),
      ...listInputEntries(id, module, arriving),
      ...(module?.outputs ?? []).map((port): OutlineEntry => {
        const edges = leaving.filter(({ output }) => output === port.name);
        return { kind: "output", key: `${id} output ${port.name}`, card: id, port, edges };
      }),
    ].map((item) => ({ item, children: () => [] }));
  return { item: { kind: "node", key: id, card: id }, children };
}

/** A row for each edge that arrives, and one for an input without any. */
function listInputEntries(id: string, module: Module | undefined, arriving: DesignEdge[]): OutlineEntry[] {
  return (module?.inputs ?? []).flatMap((port): OutlineEntry[] => {
    const edges = arriving.filter(({ input }) => input === port.name);
    const key = `${id} input ${port.name}`;
    if (edges.length === 0) return [{ kind: "input", key, card: id, port, edge: null }];
    return edges.map((edge) => {
      return { kind: "input", key: `${key} ${edge.source}.${edge.output}`, card: id, port, edge };
    });
  });
}

/** The key of the row that an arrow, Home or End leads to; null where it leads nowhere. */
export function findRowForKey(rows: readonly OutlineRowModel[], from: string | null, key: string): string | null {
  const at = rows.findIndex((row) => row.key === from);
  const row = rows[at];
  switch (key) {
    case "ArrowDown":
      return rows[Math.min(at + 1, rows.length - 1)]?.key ?? null;
    case "ArrowUp":
      return rows[Math.max(at - 1, 0)]?.key ?? null;
    case "Home":
      return rows[0]?.key ?? null;
    case "End":
      return rows.at(-1)?.key ?? null;
    case "ArrowRight":
      return row?.expanded ? (rows[at + 1]?.key ?? null) : null;
    case "ArrowLeft":
      return row && !row.expanded ? row.parent : null;
    default:
      return null;
  }
}
