/** Switches between light and dark. */

import { IconMoon } from "@tabler/icons-react";
import { text } from "../messages/en";
import { switchTheme } from "../theme";
import { type Action, always } from "./action";

export const toggleTheme: Action = {
  id: "toggleTheme",
  name: text.actions.toggleTheme,
  group: "view",
  icon: IconMoon,
  enabled: always,
  perform: switchTheme,
};
