/** Copies the selected cards and deletes them. */

import { IconCut } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { type Action, hasSelection } from "../ui/actions/action";
import { copyAction } from "./copySelection";
import { deleteSelected } from "./deleteSelection";

async function cutSelection(): Promise<void> {
  await copyAction.perform();
  deleteSelected();
}

export const cutAction: Action = {
  id: "cut",
  name: appTexts.actions.cut,
  group: "edit",
  order: 200,
  menus: { node: 305, nodes: 305 },
  icon: IconCut,
  keys: ["Mod+X"],
  onCanvas: true,
  isEnabled: hasSelection,
  perform: cutSelection,
};
