/** Copies the selected cards as JSON to the clipboard. */

import { IconCopy } from "@tabler/icons-react";
import { copy as asText } from "../graph/clipboard";
import { text } from "../messages/en";
import { notifyDone } from "../notify";
import { useDesign } from "../stores/design";
import { type Action, hasSelection, selectedCards, selectedNodes } from "./action";

async function copySelection(): Promise<void> {
  const { document } = useDesign.getState();
  if (!document) return;
  await navigator.clipboard.writeText(asText(document, selectedCards()));
  notifyDone(text.said.copied(selectedNodes().length));
}

export const copy: Action = {
  id: "copy",
  name: text.actions.copy,
  group: "edit",
  icon: IconCopy,
  keys: ["Mod+C"],
  onCanvas: true,
  enabled: hasSelection,
  perform: copySelection,
};
