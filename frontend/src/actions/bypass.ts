/** Lets data pass the selected cards by, as if they were not there; or stops that. */

import { IconArrowRampRight } from "@tabler/icons-react";
import { editing } from "../messages/editing";
import { type Action, hasSelectedNodes } from "./action";
import { switchOff } from "./mute";

export const bypass: Action = {
  id: "bypass",
  name: editing.actions.bypass,
  group: "edit",
  icon: IconArrowRampRight,
  keys: ["B"],
  onCanvas: true,
  enabled: hasSelectedNodes,
  perform: () => switchOff("bypassed"),
};
