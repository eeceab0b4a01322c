/** Switches between light and dark. */

import { IconMoon } from "@tabler/icons-react";
import { switchTheme } from "../lib/theme";
import { appTexts } from "../messages/appTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const toggleThemeAction: Action = {
  id: "toggleTheme",
  name: appTexts.actions.toggleTheme,
  group: "view",
  order: 570,
  menus: { design: 325 },
  icon: IconMoon,
  isEnabled: isAlwaysEnabled,
  perform: switchTheme,
};
