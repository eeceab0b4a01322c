/** Shows what was done since the page was opened. */

import { IconHistory } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { toggleBottomTab } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const showHistoryAction: Action = {
  id: "showHistory",
  name: editorTexts.actions.showHistory,
  group: "view",
  order: 550,
  menus: { design: 305 },
  icon: IconHistory,
  keys: ["Alt+Z"],
  isEnabled: hasDesign,
  perform: () => toggleBottomTab("history"),
};
