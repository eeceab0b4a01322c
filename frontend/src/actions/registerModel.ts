/** Registers the model that the selected module gave. */

import { IconAward } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useRun } from "../stores/runStore";
import { type Action, findSingleNode } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

const REGISTRABLE_TYPES = ["trained_model", "transformation"];

/** The selected module that gave a model, and which kind. */
function findModelNode(): { node: string; kind: string } | null {
  const node = findSingleNode();
  const outputs = node === null ? {} : (useRun.getState().steps[node]?.outputs ?? {});
  const kind = Object.values(outputs).find((output) => REGISTRABLE_TYPES.includes(output.type))?.type;
  return node !== null && kind !== undefined ? { node, kind } : null;
}

export const registerModelAction: Action = {
  id: "registerModel",
  name: appTexts.actions.registerModel,
  group: "design",
  order: 655,
  menus: { node: 160 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconAward,
  isEnabled: () => findModelNode() !== null,
  perform: () => {
    const found = findModelNode();
    if (found === null) return;
    return openDialog(async () => ({
      default: (await import("../features/models/RegisterModelDialog")).createRegisterModelDialog(
        found.node,
        found.kind,
      ),
    }));
  },
};
