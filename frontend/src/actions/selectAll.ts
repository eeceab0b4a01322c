/** Selects all cards. */

import { IconSelectAll } from "@tabler/icons-react";
import { listCards, listNoteCards } from "../canvas/groupFrames";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { appTexts } from "../messages/appTexts";
import { selectCards } from "../stores/uiStore";
import { type Action, hasNodes } from "../ui/actions/action";

function listSelectableCards(): string[] {
  const view = getVisibleGraph();
  return view ? [...listCards(view), ...listNoteCards(view)].map(({ id }) => id) : [];
}

export const selectAllAction: Action = {
  id: "selectAll",
  name: appTexts.actions.selectAll,
  group: "edit",
  order: 350,
  menus: { canvas: 130 },
  icon: IconSelectAll,
  keys: ["Mod+A"],
  onCanvas: true,
  isEnabled: hasNodes,
  perform: () => selectCards(listSelectableCards()),
};
