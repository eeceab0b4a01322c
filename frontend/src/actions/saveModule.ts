/** Keeps the selected group, selection or own module for other designs. */

import { IconBookmark } from "@tabler/icons-react";
import type { SavableItem } from "../canvas/placeSavedModules";
import { parseGroupCardId } from "../graph/designGroups";
import { savedModuleTexts as texts } from "../messages/savedModuleTexts";
import { useDesign } from "../stores/designStore";
import { useUi } from "../stores/uiStore";
import { type Action, getSelectedCards, getSelectedNodes } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";
import { groupAction } from "./groupSelection";

/** The group that is selected, the module that was written, or null for what has to become a group first. */
function findSavableItem(): SavableItem | null {
  const cards = getSelectedCards();
  const [only] = cards;
  if (cards.length !== 1 || only === undefined) return null;
  const chosen = parseGroupCardId(only);
  if (chosen !== null) return { group: chosen };
  const module = useDesign.getState().document?.nodes[only]?.module;
  return module?.startsWith("own_") ? { module } : null;
}

export function openSaveModuleDialog(what: SavableItem): void {
  void openDialog(async () => ({
    default: (await import("../features/customModules/SaveModuleDialog")).createSaveModuleDialog(what),
  }));
}

function saveSelected(): void {
  const what = findSavableItem();
  if (what) {
    openSaveModuleDialog(what);
    return;
  }
  void groupAction.perform();
  useUi.setState({ editingText: null });
  const made = findSavableItem();
  if (made) openSaveModuleDialog(made);
}

export const saveModuleAction: Action = {
  id: "keepModule",
  name: texts.action,
  group: "edit",
  order: 310,
  menus: { node: 330, nodes: 125 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconBookmark,
  isEnabled: () => findSavableItem() !== null || getSelectedNodes().length > 1,
  perform: saveSelected,
};
