/** Stops the run within a second. */

import { IconPlayerStop } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { hasActiveRun, cancelRun as stop, useRun } from "../stores/runStore";
import type { Action } from "../ui/actions/action";

export const cancelRunAction: Action = {
  id: "cancelRun",
  name: appTexts.actions.cancelRun,
  group: "run",
  order: 40,
  membersOnly: true,
  requiredRole: "runner",
  icon: IconPlayerStop,
  keys: ["Mod+."],
  isEnabled: () => hasActiveRun(useRun.getState()),
  perform: stop,
};
