/** Runs the design; with problems in it, what can run. */

import { IconPlayerPlay } from "@tabler/icons-react";
import { findRunnableNodes } from "../graph/runnableNodes";
import { appTexts } from "../messages/appTexts";
import { useDesign } from "../stores/designStore";
import { hasActiveRun, startRun, useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { type Action, hasNodes } from "../ui/actions/action";

/** Leave the field that somebody types in, so that what it holds is part of the run. */
async function finishTyping(): Promise<void> {
  const field = globalThis.document.activeElement;
  if (!(field instanceof HTMLElement) || !field.matches("input, textarea, [contenteditable]")) return;
  field.blur();
  // A code editor says a moment later that it was left.
  await new Promise((done) => setTimeout(done, 30));
}

async function runDesign(): Promise<void> {
  await finishTyping();
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
  whileTyping: true,
  isEnabled: () => hasNodes() && !hasActiveRun(useRun.getState()) && !useRun.getState().isStarting,
  perform: runDesign,
};
