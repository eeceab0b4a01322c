/** For which port the list of fitting ports is open. */

import { create } from "zustand";
import { useCatalog } from "../stores/catalogStore";
import { useDesign } from "../stores/designStore";
import type { DraggedPort } from "../stores/uiStore";
import { openDialog } from "../ui/dialogs/dialogStore";

export const useConnectDialog = create<{ from: DraggedPort | null }>(() => ({ from: null }));

export function openConnectDialog(from: DraggedPort): void {
  useConnectDialog.setState({ from });
  void openDialog(() => import("./ConnectDialog"));
}

/** For the first output of a node, else for its first input. */
export function openConnectDialogOfNode(node: string): void {
  const module = useCatalog.getState().modules.get(useDesign.getState().document?.nodes[node]?.module ?? "");
  const [output, input] = [module?.outputs[0], module?.inputs[0]];
  if (output) openConnectDialog({ node, port: output.name, type: output.type, side: "output" });
  else if (input) openConnectDialog({ node, port: input.name, type: input.type, side: "input" });
}
