/** Runs the design with several values of some settings. */

import { IconGridDots } from "@tabler/icons-react";
import { sweepTexts } from "../messages/sweepTexts";
import { type Action, hasNodes } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const trySeveralValuesAction: Action = {
  id: "trySeveralValues",
  name: sweepTexts.action,
  group: "run",
  order: 35,
  menus: { node: 115 },
  membersOnly: true,
  requiredRole: "runner",
  icon: IconGridDots,
  isEnabled: hasNodes,
  perform: () => openDialog(() => import("../features/runs/SweepDialog")),
};
