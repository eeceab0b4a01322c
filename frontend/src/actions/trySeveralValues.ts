/** Runs the design with several values of some settings. */

import { IconAdjustmentsHorizontal } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { type Action, hasNodes } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const trySeveralValuesAction: Action = {
  id: "trySeveralValues",
  name: editorTexts.actions.trySeveralValues,
  group: "run",
  order: 45,
  menus: { node: 115 },
  membersOnly: true,
  requiredRole: "runner",
  icon: IconAdjustmentsHorizontal,
  isEnabled: hasNodes,
  perform: () => openDialog(() => import("../features/runs/SweepDialog")),
};
