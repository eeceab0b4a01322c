/** Does the change again that was taken back last. */

import { IconArrowForwardUp } from "@tabler/icons-react";
import { text } from "../messages/en";
import { redo as doAgain, useDesign } from "../stores/design";
import type { Action } from "./action";

export const redo: Action = {
  id: "redo",
  name: text.actions.redo,
  group: "edit",
  icon: IconArrowForwardUp,
  keys: ["Mod+Shift+Z", "Mod+Y"],
  enabled: () => useDesign.getState().history.future.length > 0,
  perform: doAgain,
};
