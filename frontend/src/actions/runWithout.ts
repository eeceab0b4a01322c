/** Runs once with data passing by the selected cards, to see what they change. The design stays as it is. */

import { IconPlayerEject } from "@tabler/icons-react";
import { editing } from "../messages/editing";
import { isRunning, startRun, useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { type Action, hasSelectedNodes, selectedNodes } from "./action";

async function runOnce(): Promise<void> {
  const without = selectedNodes();
  useUi.setState({ side: "run" });
  await startRun([], without);
}

export const runWithout: Action = {
  id: "runWithout",
  name: editing.actions.runWithout,
  group: "run",
  members: true,
  needs: "runner",
  icon: IconPlayerEject,
  enabled: () => hasSelectedNodes() && !isRunning(useRun.getState()),
  perform: runOnce,
};
