/** Shows the help of the module whose row or card has the focus, or of the selected card. */

import { IconHelp } from "@tabler/icons-react";
import { openDialog } from "../dialogs/open";
import { onboarding } from "../messages/onboarding";
import { useDesign } from "../stores/design";
import { type Action, oneNode } from "./action";

export const showModuleHelp = (name: string): Promise<void> =>
  openDialog(() => import("../dialogs/ModuleHelpDialog").then(({ helpOf }) => ({ default: helpOf(name) })));

function moduleAtHand(): string | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-module]")?.dataset.module;
  const node = oneNode();
  return row ?? (node === null ? null : (useDesign.getState().document?.nodes[node]?.module ?? null));
}

export const moduleHelp: Action = {
  id: "moduleHelp",
  name: onboarding.help.action,
  group: "view",
  icon: IconHelp,
  keys: ["F1"],
  enabled: () => moduleAtHand() !== null,
  perform: async () => {
    const name = moduleAtHand();
    if (name) await showModuleHelp(name);
  },
};
