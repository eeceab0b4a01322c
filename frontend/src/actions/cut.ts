/** Copies the selected cards and deletes them. */

import { IconCut } from "@tabler/icons-react";
import { text } from "../messages/en";
import { type Action, hasSelection } from "./action";
import { copy } from "./copy";
import { deleteSelected } from "./delete";

async function cutSelection(): Promise<void> {
  await copy.perform();
  deleteSelected();
}

export const cut: Action = {
  id: "cut",
  name: text.actions.cut,
  group: "edit",
  icon: IconCut,
  keys: ["Mod+X"],
  onCanvas: true,
  enabled: hasSelection,
  perform: cutSelection,
};
