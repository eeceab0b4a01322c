/** Shows the help of the module whose row or card has the focus, or of the selected card. */

import { IconHelp } from "@tabler/icons-react";
import { onboardingTexts } from "../messages/onboardingTexts";
import { useDesign } from "../stores/designStore";
import { type Action, findSingleNode } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const showModuleHelp = (name: string): Promise<void> =>
  openDialog(() =>
    import("../features/inspector/ModuleHelpDialog").then(({ createModuleHelpDialog }) => ({
      default: createModuleHelpDialog(name),
    })),
  );

function findCurrentModule(): string | null {
  const row = document.activeElement?.closest<HTMLElement>("[data-module]")?.dataset.module;
  const node = findSingleNode();
  return row ?? (node === null ? null : (useDesign.getState().document?.nodes[node]?.module ?? null));
}

export const moduleHelpAction: Action = {
  id: "moduleHelp",
  name: onboardingTexts.help.action,
  group: "view",
  order: 590,
  menus: { node: 205 },
  icon: IconHelp,
  keys: ["F1"],
  isEnabled: () => findCurrentModule() !== null,
  perform: async () => {
    const name = findCurrentModule();
    if (name) await showModuleHelp(name);
  },
};
