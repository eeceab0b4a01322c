/** Lays the selected cards out anew and leaves the others where they are. */

import { layOutDesign } from "../canvas/arrangeCards";
import { notifyDone } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { editorTexts } from "../messages/editorTexts";
import { type Action, getSelectedCards } from "../ui/actions/action";

async function layOutSelection(): Promise<void> {
  if (!(await layOutDesign(getSelectedCards()))) notifyDone(appTexts.notices.tidy);
}

export const tidySelectionAction: Action = {
  id: "tidySelection",
  name: editorTexts.actions.tidySelection,
  group: "arrange",
  order: 460,
  menus: { nodes: 210 },
  keys: ["Alt+Shift+L"],
  isEnabled: () => getSelectedCards().length > 1,
  perform: layOutSelection,
};
