/** Selects all cards. */

import { IconSelectAll } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { select } from "../stores/ui";
import { type Action, hasNodes } from "./action";

export const selectAll: Action = {
  id: "selectAll",
  name: text.actions.selectAll,
  group: "edit",
  icon: IconSelectAll,
  keys: ["Mod+A"],
  onCanvas: true,
  enabled: hasNodes,
  perform: () => select(Object.keys(useDesign.getState().document?.nodes ?? {})),
};
