/** Takes the last change back. */

import { IconArrowBackUp } from "@tabler/icons-react";
import { isUndoneByHost, notifyHost } from "../api/embedding";
import { appTexts } from "../messages/appTexts";
import { undoChange as takeBack, useDesign } from "../stores/designStore";
import type { Action } from "../ui/actions/action";

export const undoAction: Action = {
  id: "undo",
  name: appTexts.actions.undo,
  group: "edit",
  order: 90,
  menus: { canvas: 205 },
  icon: IconArrowBackUp,
  keys: ["Mod+Z"],
  isEnabled: () => isUndoneByHost() || useDesign.getState().history.past.length > 0,
  perform: () => (isUndoneByHost() ? notifyHost({ kind: "undo" }) : takeBack()),
};
