/** Runs the selected cards and what they need. */

import { IconPlayerTrackNext } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { hasActiveRun, startRun, useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { type Action, getSelectedNodes, hasSelectedNodes } from "../ui/actions/action";

async function runSelection(): Promise<void> {
  const targets = getSelectedNodes();
  useUi.setState({ side: "run" });
  await startRun(targets);
}

export const runToHereAction: Action = {
  id: "runToHere",
  name: appTexts.actions.runToHere,
  group: "run",
  order: 20,
  menus: { node: 105, nodes: 105 },
  membersOnly: true,
  requiredRole: "runner",
  icon: IconPlayerTrackNext,
  keys: ["Mod+Shift+Enter"],
  isEnabled: () => hasSelectedNodes() && !hasActiveRun(useRun.getState()),
  perform: runSelection,
};
