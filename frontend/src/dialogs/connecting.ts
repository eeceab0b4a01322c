/** For which port the list of fitting ports is open. */

import { create } from "zustand";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import type { Dragged } from "../stores/ui";
import { openDialog } from "./open";

export const useConnecting = create<{ from: Dragged | null }>(() => ({ from: null }));

export function chooseConnection(from: Dragged): void {
  useConnecting.setState({ from });
  void openDialog(() => import("./ConnectDialog"));
}

/** For the first output of a node, else for its first input. */
export function chooseConnectionOf(node: string): void {
  const module = useLibrary.getState().modules.get(useDesign.getState().document?.nodes[node]?.module ?? "");
  const [output, input] = [module?.outputs[0], module?.inputs[0]];
  if (output) chooseConnection({ node, port: output.name, type: output.type, side: "output" });
  else if (input) chooseConnection({ node, port: input.name, type: input.type, side: "input" });
}
