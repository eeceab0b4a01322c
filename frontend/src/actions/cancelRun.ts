/** Stops the run within a second. */

import { IconPlayerStop } from "@tabler/icons-react";
import { text } from "../messages/en";
import { isRunning, cancelRun as stop, useRun } from "../stores/run";
import type { Action } from "./action";

export const cancelRun: Action = {
  id: "cancelRun",
  name: text.actions.cancelRun,
  group: "run",
  members: true,
  needs: "runner",
  icon: IconPlayerStop,
  keys: ["Mod+."],
  enabled: () => isRunning(useRun.getState()),
  perform: stop,
};
