/** Runs the design; with problems in it, what can run. */

import { IconPlayerPlay } from "@tabler/icons-react";
import { findRunnableNodes } from "../graph/runnableNodes";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { hasActiveRun, startRun, useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { type Action, hasNodes } from "../ui/actions/action";

async function runDesign(): Promise<void> {
  const { document, analysis } = useDesign.getState();
  if (!document) return;
  useUi.setState({ side: "run" });
  // No target means all. When nothing can run, the server says why.
  await startRun(analysis?.problems.length ? findRunnableNodes(document, analysis.problems) : []);
}

export const runAction: Action = {
  id: "run",
  name: appTexts.actions.run,
  group: "run",
  order: 10,
  membersOnly: true,
  requiredRole: "runner",
  icon: IconPlayerPlay,
  keys: ["Mod+Enter"],
  isEnabled: () => hasNodes() && !hasActiveRun(useRun.getState()) && !useRun.getState().isStarting,
  perform: runDesign,
};
