/** Shows the keyboard shortcuts. */

import { IconKeyboard } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type Action, always } from "./action";

export const showShortcuts: Action = {
  id: "showShortcuts",
  name: text.actions.showShortcuts,
  group: "view",
  icon: IconKeyboard,
  keys: ["?"],
  enabled: always,
  perform: () => useUi.setState({ shortcuts: true }),
};
