/** Folds the group that is selected, or that the selected card stands in, to one card; or unfolds it. */

import { IconFoldDown } from "@tabler/icons-react";
import { setGroupFolded } from "../canvas/groups/editGroup";
import { findGroupOf, parseGroupCardId, readGroups, toGroupCardId } from "../graph/designGroups";
import { editorTexts } from "../messages/editorTexts";
import { useDesign } from "../stores/designStore";
import { selectCards } from "../stores/uiStore";
import { type Action, getSelectedCards } from "../ui/actions/action";

function findChosenGroup(): string | null {
  const { document } = useDesign.getState();
  const [card] = getSelectedCards();
  if (!document || card === undefined) return null;
  return parseGroupCardId(card) ?? findGroupOf(document, document.nodes[card]);
}

function toggleFolded(): void {
  const id = findChosenGroup()!;
  setGroupFolded(id, !readGroups(useDesign.getState().document!).get(id)!.collapsed);
  selectCards([toGroupCardId(id)]);
}

export const foldAction: Action = {
  id: "fold",
  name: editorTexts.actions.fold,
  group: "edit",
  order: 320,
  menus: { node: 335 },
  icon: IconFoldDown,
  keys: ["Alt+C"],
  onCanvas: true,
  isEnabled: () => findChosenGroup() !== null,
  perform: toggleFolded,
};
