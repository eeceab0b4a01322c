/** Shows what came out of the selected card. */

import { IconTableShare } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { showResult } from "../stores/ui";
import { type Action, selectedNodes } from "./action";

function firstOutput(): { node: string; port: string } | null {
  const node = selectedNodes()[0];
  const module = node && useDesign.getState().document?.nodes[node]?.module;
  const port = module && useLibrary.getState().modules.get(module)?.outputs[0]?.name;
  return node && port ? { node, port } : null;
}

function open(): void {
  const found = firstOutput();
  if (found) showResult(found.node, found.port);
}

export const openResult: Action = {
  id: "openResult",
  name: text.actions.openResult,
  group: "run",
  icon: IconTableShare,
  keys: ["Enter"],
  onCanvas: true,
  enabled: () => firstOutput() !== null,
  perform: open,
};
