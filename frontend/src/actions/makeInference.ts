/** Asks how data are to come in, and makes the design that predicts. */

import { IconRocket } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { type Action, hasNodes } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const makeInferenceAction: Action = {
  id: "makeInference",
  name: editorTexts.actions.createInference,
  group: "design",
  order: 650,
  menus: { design: 120 },
  membersOnly: true,
  requiredRole: "editor",
  icon: IconRocket,
  isEnabled: hasNodes,
  perform: () => openDialog(() => import("../features/export/InferenceDialog")),
};
