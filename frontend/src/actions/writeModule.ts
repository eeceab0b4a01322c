/** Opens the editor in which a Python function becomes a module of the design. */

import { IconPuzzle } from "@tabler/icons-react";
import { openDialog } from "../dialogs/open";
import { ownModuleMessages as say } from "../messages/ownModules";
import { type Action, hasDesign } from "./action";

export const writeModule: Action = {
  id: "writeModule",
  name: say.action,
  group: "edit",
  members: true,
  icon: IconPuzzle,
  enabled: hasDesign,
  perform: () =>
    openDialog(async () => ({ default: (await import("../dialogs/own/OwnModuleDialog")).NewModuleDialog })),
};

/** Opens it on a module that is there. */
export const editModule = (name: string): Promise<void> =>
  openDialog(async () => ({ default: (await import("../dialogs/own/OwnModuleDialog")).editorOf(name) }));
