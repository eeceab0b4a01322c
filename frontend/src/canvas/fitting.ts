/** Which ports fit the edge that is being drawn: found once, when the drawing starts. */

import { create } from "zustand";
import { fits } from "../graph/ports";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { type Dragged, useUi } from "../stores/ui";

type Side = Dragged["side"];

/** Null while no edge is being drawn. */
export const useFitting = create<ReadonlySet<string> | null>(() => null);

export const portKey = (node: string, side: Side, port: string): string => `${node} ${side} ${port}`;

export function startDrawing(node: string, port: string, side: Side): void {
  const { document } = useDesign.getState();
  const { modules } = useLibrary.getState();
  const module = modules.get(document?.nodes[node]?.module ?? "");
  const found = (side === "input" ? module?.inputs : module?.outputs)?.find((one) => one.name === port);
  if (!document || !found) return;
  useUi.setState({ dragged: { node, port, side, type: found.type } });
  useFitting.setState(fittingPorts(node, port, side), true);
}

export function stopDrawing(): void {
  useUi.setState({ dragged: null });
  useFitting.setState(null, true);
}

function fittingPorts(node: string, port: string, side: Side): Set<string> {
  const { document } = useDesign.getState();
  const { modules, catalog } = useLibrary.getState();
  const found = new Set<string>();
  for (const [other, { module }] of Object.entries(document?.nodes ?? {})) {
    const ports = side === "output" ? modules.get(module)?.inputs : modules.get(module)?.outputs;
    for (const { name } of ports ?? []) {
      const connection =
        side === "output"
          ? { source: node, output: port, target: other, input: name }
          : { source: other, output: name, target: node, input: port };
      if (fits(document!, modules, catalog.accepts, connection)) {
        found.add(portKey(other, side === "output" ? "input" : "output", name));
      }
    }
  }
  return found;
}
