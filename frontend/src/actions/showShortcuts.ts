/** Shows the keyboard shortcuts. */

import { IconKeyboard } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useUi } from "../stores/uiStore";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const showShortcutsAction: Action = {
  id: "showShortcuts",
  name: appTexts.actions.showShortcuts,
  group: "view",
  order: 580,
  menus: { design: 310 },
  icon: IconKeyboard,
  keys: ["?"],
  isEnabled: isAlwaysEnabled,
  perform: () => useUi.setState({ shortcutsOpen: true }),
};
