/** Runs the design; with problems in it, what can run. */

import { IconPlayerPlay } from "@tabler/icons-react";
import { runnable } from "../graph/runnable";
import { text } from "../messages/en";
import { useDesign } from "../stores/design";
import { isRunning, startRun, useRun } from "../stores/run";
import { useUi } from "../stores/ui";
import { type Action, hasNodes } from "./action";

async function runDesign(): Promise<void> {
  const { document, analysis } = useDesign.getState();
  if (!document) return;
  useUi.setState({ side: "run" });
  // No target means all. When nothing can run, the server says why.
  await startRun(analysis?.problems.length ? runnable(document, analysis.problems) : []);
}

export const run: Action = {
  id: "run",
  name: text.actions.run,
  group: "run",
  members: true,
  needs: "runner",
  icon: IconPlayerPlay,
  keys: ["Mod+Enter"],
  enabled: () => hasNodes() && !isRunning(useRun.getState()) && !useRun.getState().starting,
  perform: runDesign,
};
