/** Which ports fit the edge that is being drawn: found once, when the drawing starts. */

import { create } from "zustand";
import { fits } from "../graph/ports";
import { innerPort, type View } from "../graph/view";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { type Dragged, useUi } from "../stores/ui";
import { currentView } from "./viewing";

type Side = Dragged["side"];

/** Null while no edge is being drawn. */
export const useFitting = create<ReadonlySet<string> | null>(() => null);

export const portKey = (node: string, side: Side, port: string): string => `${node} ${side} ${port}`;

/** A port as the end of an edge; `node` and `port` as on the card, which may be a folded group's. */
export function endAt(node: string, port: string, side: Side): Dragged | null {
  const view = currentView();
  const module = view?.modules.get(view.design.nodes[node]?.module ?? "");
  const found = (side === "input" ? module?.inputs : module?.outputs)?.find((one) => one.name === port);
  return found ? { ...innerPort(node, port), side, type: found.type } : null;
}

export function startDrawing(node: string, port: string, side: Side, byKeyboard = false): void {
  const view = currentView();
  const dragged = endAt(node, port, side);
  if (!view || !dragged) return;
  useUi.setState({ dragged, byKeyboard, hovered: null });
  useFitting.setState(fittingPorts(view, innerPort(node, port), side), true);
}

export function stopDrawing(): void {
  useUi.setState({ dragged: null, byKeyboard: false });
  useFitting.setState(null, true);
}

function fittingPorts(view: View, from: { node: string; port: string }, side: Side): Set<string> {
  const { document } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  const found = new Set<string>();
  for (const [card, { module }] of Object.entries(view.design.nodes)) {
    const ports = side === "output" ? view.modules.get(module)?.inputs : view.modules.get(module)?.outputs;
    for (const { name } of ports ?? []) {
      const other = innerPort(card, name);
      const connection =
        side === "output"
          ? { source: from.node, output: from.port, target: other.node, input: other.port }
          : { source: other.node, output: other.port, target: from.node, input: from.port };
      if (fits(document!, modules, catalog.accepts, connection)) {
        found.add(portKey(card, side === "output" ? "input" : "output", name));
      }
    }
  }
  return found;
}
