/** Runs the selected cards and what they need. */

import { IconPlayerTrackNext } from "@tabler/icons-react";
import { text } from "../messages/en";
import { isRunning, startRun, useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { type Action, hasSelectedNodes, selectedNodes } from "./action";

async function runSelection(): Promise<void> {
  const targets = selectedNodes();
  useUi.setState({ side: "run" });
  await startRun(targets);
}

export const runToHere: Action = {
  id: "runToHere",
  name: text.actions.runToHere,
  group: "run",
  members: true,
  needs: "runner",
  icon: IconPlayerTrackNext,
  keys: ["Mod+Shift+Enter"],
  enabled: () => hasSelectedNodes() && !isRunning(useRun.getState()),
  perform: runSelection,
};
