/** Opens the editor in which a Python function becomes a module of the design. */

import { IconPuzzle } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { type Action, hasDesign } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const writeModuleAction: Action = {
  id: "writeModule",
  name: editorTexts.actions.writeModule,
  group: "edit",
  order: 480,
  membersOnly: true,
  icon: IconPuzzle,
  isEnabled: hasDesign,
  perform: () =>
    openDialog(async () => ({
      default: (await import("../features/customModules/CustomModuleDialog")).NewCustomModuleDialog,
    })),
};

/** Opens it on a module that is there. */
export const openModuleEditor = (name: string): Promise<void> =>
  openDialog(async () => ({
    default: (await import("../features/customModules/CustomModuleDialog")).createCustomModuleDialog(name),
  }));
