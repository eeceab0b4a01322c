/** Puts nodes that the server has drawn up, a first design or an example, into the open design as one edit. */

import { freshId } from "../graph/ids";
import type { DesignNode, Edit, Json } from "../graph/types";
import { change, useDesign } from "../stores/design";
import { select } from "../stores/ui";
import { fitAll, fitOnceDrawn, middle } from "./stage";

export type Nodes = Readonly<Record<string, DesignNode>>;

const GAP = 120;

/** `also`: what else that edit changes. */
export function insertNodes(label: string, nodes: Nodes, also: Edit[] = []): string[] {
  const { document } = useDesign.getState();
  if (!document) return [];
  const taken = new Set(Object.keys(document.nodes));
  const ids = new Map<string, string>();
  for (const name of Object.keys(nodes)) {
    const id = freshId(name, taken);
    taken.add(id);
    ids.set(name, id);
  }
  const shift = shiftOf(nodes, Object.values(document.nodes));
  const edits = Object.entries(nodes).map(([name, node]): Edit => {
    const moved = { ...node, x: node.x + shift.x, y: node.y + shift.y, inputs: renamed(node.inputs, ids) };
    return { path: ["nodes", ids.get(name)!], value: moved as unknown as Json };
  });
  change(label, [...edits, ...also]);
  const added = [...ids.values()];
  select(added);
  fitOnceDrawn();
  requestAnimationFrame(() => fitAll());
  return added;
}

/** Edges among the nodes that go in together, under their new names. */
export function renamed(inputs: DesignNode["inputs"], ids: ReadonlyMap<string, string>): DesignNode["inputs"] {
  const one = (reference: string): string => {
    const [node = "", ...port] = reference.split(".");
    return [ids.get(node) ?? node, ...port].join(".");
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([port, from]) => [port, Array.isArray(from) ? from.map(one) : one(from)]),
  );
}

/** Below what is there, on the grid; on empty paper, in the middle of the view. */
function shiftOf(nodes: Nodes, there: readonly DesignNode[]): { x: number; y: number } {
  const [left, top] = [
    Math.min(...Object.values(nodes).map(({ x }) => x)),
    Math.min(...Object.values(nodes).map(({ y }) => y)),
  ];
  if (there.length === 0) {
    const { x, y } = middle();
    return { x: Math.round((x - 400) / 8) * 8 - left, y: Math.round((y - 200) / 8) * 8 - top };
  }
  const bottom = Math.max(...there.map(({ y }) => y));
  return { x: Math.min(...there.map(({ x }) => x)) - left, y: bottom + GAP - top };
}
