/** Lays the cards out anew, layer by layer. */

import { IconWand } from "@tabler/icons-react";
import { layOutDesign } from "../canvas/arranging";
import { text } from "../messages/en";
import { notifyDone } from "../notify";
import { type Action, hasNodes } from "./action";

async function tidy(): Promise<void> {
  if (!(await layOutDesign())) notifyDone(text.said.tidy);
}

export const autoLayout: Action = {
  id: "autoLayout",
  name: text.actions.autoLayout,
  group: "view",
  icon: IconWand,
  keys: ["Mod+Shift+L"],
  enabled: hasNodes,
  perform: tidy,
};
