/** Lets data pass the selected cards by, as if they were not there; or stops that. */

import { IconArrowRampRight } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { type Action, hasSelectedNodes } from "../ui/actions/action";
import { toggleNodeSwitch } from "./disableSelection";

export const bypassAction: Action = {
  id: "bypass",
  name: editorTexts.actions.bypass,
  group: "edit",
  order: 280,
  menus: { node: 230, nodes: 135 },
  icon: IconArrowRampRight,
  keys: ["B"],
  onCanvas: true,
  isEnabled: hasSelectedNodes,
  perform: () => toggleNodeSwitch("bypassed"),
};
