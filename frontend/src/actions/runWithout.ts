/** Runs once with data passing by the selected cards, to see what they change. The design stays as it is. */

import { IconPlayerEject } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { hasActiveRun, startRun, useRun } from "../stores/runStore";
import { useUi } from "../stores/uiStore";
import { type Action, getSelectedNodes, hasSelectedNodes } from "../ui/actions/action";

async function runWithoutSelected(): Promise<void> {
  const without = getSelectedNodes();
  useUi.setState({ side: "run" });
  await startRun([], without);
}

export const runWithoutAction: Action = {
  id: "runWithout",
  name: editorTexts.actions.runWithout,
  group: "run",
  order: 30,
  menus: { node: 110 },
  membersOnly: true,
  requiredRole: "runner",
  icon: IconPlayerEject,
  isEnabled: () => hasSelectedNodes() && !hasActiveRun(useRun.getState()),
  perform: runWithoutSelected,
};
