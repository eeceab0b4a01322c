/** Takes the last change back. */

import { IconArrowBackUp } from "@tabler/icons-react";
import { text } from "../messages/en";
import { undo as takeBack, useDesign } from "../stores/design";
import type { Action } from "./action";

export const undo: Action = {
  id: "undo",
  name: text.actions.undo,
  group: "edit",
  icon: IconArrowBackUp,
  keys: ["Mod+Z"],
  enabled: () => useDesign.getState().history.past.length > 0,
  perform: takeBack,
};
