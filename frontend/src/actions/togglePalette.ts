/** Shows or hides the modules. */

import { IconLayoutSidebar } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const togglePalette: Action = {
  id: "togglePalette",
  name: text.actions.togglePalette,
  group: "view",
  icon: IconLayoutSidebar,
  keys: ["["],
  enabled: hasDesign,
  perform: () => useUi.setState(({ palette }) => ({ palette: !palette })),
};
