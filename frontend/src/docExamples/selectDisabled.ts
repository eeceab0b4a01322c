/** Selects the modules that are left out of runs. */

import { IconPlayerPause } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { selectCards } from "../stores/uiStore";
import { type Action, hasNodes } from "../ui/actions/action";

function listDisabledNodes(): string[] {
  const nodes = useDesign.getState().document?.nodes ?? {};
  return Object.keys(nodes).filter((name) => nodes[name]?.disabled);
}

export const selectDisabledAction: Action = {
  id: "selectDisabled",
  name: appTexts.canvas.disabled,
  group: "edit",
  order: 355,
  menus: { canvas: 135 },
  icon: IconPlayerPause,
  keys: ["Alt+X"],
  isEnabled: hasNodes,
  perform: () => selectCards(listDisabledNodes()),
};
