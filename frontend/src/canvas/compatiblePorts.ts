/** Which ports fit the edge that is being drawn: found once, when the drawing starts. */

import { create } from "zustand";
import { canConnect } from "../graph/ports";
import { resolveGroupPort, type VisibleGraph } from "../graph/visibleGraph";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import { type DraggedPort, useUi } from "../stores/uiStore";
import { getVisibleGraph } from "./useVisibleGraph";

type PortSide = DraggedPort["side"];

/** Null while no edge is being drawn. */
export const useCompatiblePorts = create<ReadonlySet<string> | null>(() => null);

export const toPortKey = (node: string, side: PortSide, port: string): string => `${node} ${side} ${port}`;

/** A port as the end of an edge; `makeNode` and `makePort` as on the card, which may be a folded group's. */
export function findDraggedPort(node: string, port: string, side: PortSide): DraggedPort | null {
  const view = getVisibleGraph();
  const module = view?.modules.get(view.design.nodes[node]?.module ?? "");
  const found = (side === "input" ? module?.inputs : module?.outputs)?.find((one) => one.name === port);
  return found ? { ...resolveGroupPort(node, port), side, type: found.type } : null;
}

export function startEdgeDrag(node: string, port: string, side: PortSide, byKeyboard = false): void {
  const view = getVisibleGraph();
  const dragged = findDraggedPort(node, port, side);
  if (!view || !dragged) return;
  useUi.setState({ draggedPort: dragged, keyboardEdge: byKeyboard, hoveredPort: null });
  useCompatiblePorts.setState(findCompatiblePorts(view, resolveGroupPort(node, port), side), true);
}

export function stopEdgeDrag(): void {
  useUi.setState({ draggedPort: null, keyboardEdge: false });
  useCompatiblePorts.setState(null, true);
}

function findCompatiblePorts(view: VisibleGraph, from: { node: string; port: string }, side: PortSide): Set<string> {
  const { document } = useDesign.getState();
  const { modules, catalog } = useCatalog.getState();
  const found = new Set<string>();
  for (const [card, { module }] of Object.entries(view.design.nodes)) {
    const ports = side === "output" ? view.modules.get(module)?.inputs : view.modules.get(module)?.outputs;
    for (const { name } of ports ?? []) {
      const other = resolveGroupPort(card, name);
      const connection =
        side === "output"
          ? { source: from.node, output: from.port, target: other.node, input: other.port }
          : { source: other.node, output: other.port, target: from.node, input: from.port };
      if (canConnect(document!, modules, catalog.accepts, connection)) {
        found.add(toPortKey(card, side === "output" ? "input" : "output", name));
      }
    }
  }
  return found;
}
