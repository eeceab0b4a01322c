/** Shows the design as a script, a notebook or a pipeline, to take away. */

import { IconFileCode } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { type Action, hasNodes } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const exportCodeAction: Action = {
  id: "exportCode",
  name: editorTexts.actions.exportCode,
  group: "design",
  order: 710,
  menus: { design: 230 },
  membersOnly: true,
  icon: IconFileCode,
  isEnabled: hasNodes,
  perform: () => openDialog(() => import("../features/export/ExportCodeDialog")),
};
