/** Copies the selected cards right beside themselves. */

import { IconCopyPlus } from "@tabler/icons-react";
import { serializeCards } from "../graph/cardClipboard";
import { appTexts } from "../messages/appTexts";
import { editorTexts } from "../messages/editorTexts";
import { useDesign } from "../stores/designStore";
import { type Action, getSelectedCards, hasSelection } from "../ui/actions/action";
import { pasteText } from "./pasteContent";

function duplicateSelection(): void {
  const { document } = useDesign.getState();
  if (document)
    pasteText(serializeCards(document, getSelectedCards()), { at: null, label: editorTexts.historyLabels.duplicated });
}

export const duplicateAction: Action = {
  id: "duplicate",
  name: appTexts.actions.duplicate,
  group: "edit",
  order: 240,
  menus: { node: 315, nodes: 315 },
  icon: IconCopyPlus,
  keys: ["Mod+D"],
  onCanvas: true,
  isEnabled: hasSelection,
  perform: duplicateSelection,
};
