/** Two designs as one drawing: what is in both, and what only one of them has. */

import type { Design, DesignNode } from "../../api/designDocument";
import { listEdges, toReference } from "../../graph/ports";

export type ChangeMark = "added" | "removed" | "changed" | null;

export interface UnionNode {
  id: string;
  node: DesignNode;
  mark: ChangeMark;
}

export interface UnionEdge {
  id: string;
  source: string;
  output: string;
  target: string;
  input: string;
  mark: ChangeMark;
}

/** `changed` are the nodes that are in both and are not the same. Places are those of the newer design. */
export function uniteDesigns(
  old: Design,
  now: Design,
  changed: ReadonlySet<string>,
): { nodes: UnionNode[]; edges: UnionEdge[] } {
  const nodes: UnionNode[] = [
    ...Object.entries(now.nodes).map(([id, node]) => ({
      id,
      node,
      mark: old.nodes[id] === undefined ? ("added" as const) : changed.has(id) ? ("changed" as const) : null,
    })),
    ...Object.entries(old.nodes)
      .filter(([id]) => now.nodes[id] === undefined)
      .map(([id, node]) => ({ id, node, mark: "removed" as const })),
  ];
  const [before, after] = [mapEdges(old), mapEdges(now)];
  const edges: UnionEdge[] = [
    ...[...after].map(([id, edge]) => ({ ...edge, id, mark: before.has(id) ? null : ("added" as const) })),
    ...[...before].filter(([id]) => !after.has(id)).map(([id, edge]) => ({ ...edge, id, mark: "removed" as const })),
  ];
  const nodeIds = new Set(nodes.map(({ id }) => id));
  return { nodes, edges: edges.filter(({ source, target }) => nodeIds.has(source) && nodeIds.has(target)) };
}

function mapEdges(design: Design): Map<string, Omit<UnionEdge, "id" | "mark">> {
  return new Map(
    listEdges(design).map((edge) => [
      `${toReference(edge.source, edge.output)} ${toReference(edge.target, edge.input)}`,
      edge,
    ]),
  );
}
