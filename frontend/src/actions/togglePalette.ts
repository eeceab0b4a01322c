/** Shows or hides the modules. */

import { IconLayoutSidebar } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const togglePaletteAction: Action = {
  id: "togglePalette",
  name: appTexts.actions.togglePalette,
  group: "view",
  order: 490,
  icon: IconLayoutSidebar,
  keys: ["["],
  isEnabled: hasDesign,
  perform: () => useUi.setState(({ paletteOpen }) => ({ paletteOpen: !paletteOpen })),
};
