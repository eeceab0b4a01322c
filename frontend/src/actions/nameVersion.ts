/** Keeps the design as it is under a name. */

import { IconBookmark } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { type Action, hasDesign } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const nameVersionAction: Action = {
  id: "nameVersion",
  name: editorTexts.actions.nameVersion,
  group: "design",
  order: 630,
  menus: { design: 110 },
  membersOnly: true,
  requiredRole: "editor",
  icon: IconBookmark,
  keys: ["Alt+V"],
  isEnabled: hasDesign,
  perform: () => openDialog(() => import("../features/versions/NameVersionDialog")),
};
