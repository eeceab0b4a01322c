/** Puts nodes that the server has drawn up, a first design or an example, into the open design as one edit. */

import type { DesignNode, Edit, Json } from "../api/designDocument";
import { createFreshId } from "../graph/ids";
import { changeDesign, useDesign } from "../stores/designStore";
import { selectCards } from "../stores/uiStore";
import { fitAll, fitOnceDrawn, getViewCenter } from "./viewport";

export type DesignNodes = Readonly<Record<string, DesignNode>>;

const INSERT_GAP = 120;

/** `also`: what else that edit changes. */
export function insertNodes(label: string, nodes: DesignNodes, also: Edit[] = []): string[] {
  const { document } = useDesign.getState();
  if (!document) return [];
  const taken = new Set(Object.keys(document.nodes));
  const ids = new Map<string, string>();
  for (const name of Object.keys(nodes)) {
    const id = createFreshId(name, taken);
    taken.add(id);
    ids.set(name, id);
  }
  const shift = computeInsertShift(nodes, Object.values(document.nodes));
  const edits = Object.entries(nodes).map(([name, node]): Edit => {
    const moved = { ...node, x: node.x + shift.x, y: node.y + shift.y, inputs: renameInputs(node.inputs, ids) };
    return { path: ["nodes", ids.get(name)!], value: moved as unknown as Json };
  });
  changeDesign(label, [...edits, ...also]);
  const added = [...ids.values()];
  selectCards(added);
  fitOnceDrawn();
  requestAnimationFrame(() => fitAll());
  return added;
}

/** Edges among the nodes that go in together, under their new names. */
export function renameInputs(inputs: DesignNode["inputs"], ids: ReadonlyMap<string, string>): DesignNode["inputs"] {
  const one = (reference: string): string => {
    const [node = "", ...port] = reference.split(".");
    return [ids.get(node) ?? node, ...port].join(".");
  };
  return Object.fromEntries(
    Object.entries(inputs).map(([port, from]) => [port, Array.isArray(from) ? from.map(one) : one(from)]),
  );
}

/** Below what is there, on the grid; on empty paper, in the middle of the view. */
function computeInsertShift(nodes: DesignNodes, there: readonly DesignNode[]): { x: number; y: number } {
  const [left, top] = [
    Math.min(...Object.values(nodes).map(({ x }) => x)),
    Math.min(...Object.values(nodes).map(({ y }) => y)),
  ];
  if (there.length === 0) {
    const { x, y } = getViewCenter();
    return { x: Math.round((x - 400) / 8) * 8 - left, y: Math.round((y - 200) / 8) * 8 - top };
  }
  const bottom = Math.max(...there.map(({ y }) => y));
  return { x: Math.min(...there.map(({ x }) => x)) - left, y: bottom + INSERT_GAP - top };
}
