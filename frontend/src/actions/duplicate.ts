/** Copies the selected cards right beside themselves. */

import { IconCopyPlus } from "@tabler/icons-react";
import { text } from "../messages/en";
import { copy } from "../graph/clipboard";
import { useDesign } from "../stores/design";
import { pasteText } from "./pasting";
import { type Action, hasSelection, selectedNodes } from "./action";

function duplicateSelection(): void {
  const { document } = useDesign.getState();
  if (document) pasteText(copy(document, selectedNodes()), null, text.edits.duplicate);
}

export const duplicate: Action = {
  id: "duplicate",
  name: text.actions.duplicate,
  group: "edit",
  icon: IconCopyPlus,
  keys: ["Mod+D"],
  onCanvas: true,
  enabled: hasSelection,
  perform: duplicateSelection,
};
