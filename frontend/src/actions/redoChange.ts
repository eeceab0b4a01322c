/** Does the change again that was taken back last. */

import { IconArrowForwardUp } from "@tabler/icons-react";
import { isUndoneByHost, notifyHost } from "../api/embedding";
import { appTexts } from "../messages/appTexts";
import { redoChange as doAgain, useDesign } from "../stores/designStore";
import type { Action } from "../ui/actions/action";

export const redoAction: Action = {
  id: "redo",
  name: appTexts.actions.redo,
  group: "edit",
  order: 100,
  menus: { canvas: 210 },
  icon: IconArrowForwardUp,
  keys: ["Mod+Shift+Z", "Mod+Y"],
  isEnabled: () => isUndoneByHost() || useDesign.getState().history.future.length > 0,
  perform: () => (isUndoneByHost() ? notifyHost({ kind: "redo" }) : doAgain()),
};
