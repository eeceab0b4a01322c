/** Writes the title of the selected module or group anew, or the text of the selected note. */

import { parseGroupCardId, parseNoteCardId } from "../graph/designGroups";
import { editorTexts } from "../messages/editorTexts";
import { useUi } from "../stores/uiStore";
import { type Action, findSingleNode, getSelectedCards } from "../ui/actions/action";

const findCardToRename = (): string | undefined =>
  getSelectedCards().find((card) => parseGroupCardId(card) !== null || parseNoteCardId(card) !== null) ??
  findSingleNode() ??
  undefined;

function editTitle(card: string): void {
  useUi.setState({ editingText: card });
  // The title of a module is written at the head of its pane.
  if (parseGroupCardId(card) === null && parseNoteCardId(card) === null)
    useUi.setState({ side: "inspector", selection: [card] });
}

export const renameSelectedAction: Action = {
  id: "renameSelected",
  name: editorTexts.actions.rename,
  group: "edit",
  order: 340,
  keys: ["F2"],
  onCanvas: true,
  notInOutline: true,
  isEnabled: () => findCardToRename() !== undefined,
  perform: () => editTitle(findCardToRename()!),
};
