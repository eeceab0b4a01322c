/** Copies the selected cards as JSON to the clipboard. */

import { IconCopy } from "@tabler/icons-react";
import { serializeCards as asText } from "../graph/cardClipboard";
import { notifyDone } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { type Action, getSelectedCards, getSelectedNodes, hasSelection } from "../ui/actions/action";

async function copySelection(): Promise<void> {
  const { document } = useDesign.getState();
  if (!document) return;
  await navigator.clipboard.writeText(asText(document, getSelectedCards()));
  notifyDone(appTexts.notices.copied(getSelectedNodes().length));
}

export const copyAction: Action = {
  id: "copy",
  name: appTexts.actions.copy,
  group: "edit",
  order: 210,
  menus: { node: 310, nodes: 310 },
  icon: IconCopy,
  keys: ["Mod+C"],
  onCanvas: true,
  isEnabled: hasSelection,
  perform: copySelection,
};
