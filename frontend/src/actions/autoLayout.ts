/** Lays the cards out anew, layer by layer. */

import { IconWand } from "@tabler/icons-react";
import { layOutDesign } from "../canvas/arrangeCards";
import { notifyDone } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { type Action, hasNodes } from "../ui/actions/action";

async function layOutAll(): Promise<void> {
  if (!(await layOutDesign())) notifyDone(appTexts.notices.tidy);
}

export const autoLayoutAction: Action = {
  id: "autoLayout",
  name: appTexts.actions.autoLayout,
  group: "view",
  order: 450,
  menus: { canvas: 310 },
  icon: IconWand,
  keys: ["Mod+Shift+L"],
  isEnabled: hasNodes,
  perform: layOutAll,
};
