/** Copies the selected cards right beside themselves. */

import { IconCopyPlus } from "@tabler/icons-react";
import { copy } from "../graph/clipboard";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { type Action, hasSelection, selectedCards } from "./action";
import { pasteText } from "./pasting";

function duplicateSelection(): void {
  const { document } = useDesign.getState();
  if (document) pasteText(copy(document, selectedCards()), { at: null, label: editing.done.duplicated });
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
