/** Keeps the design as it is under a name. */

import { IconBookmark } from "@tabler/icons-react";
import { openDialog } from "../dialogs/open";
import { editing } from "../messages/editing";
import { type Action, hasDesign } from "./action";

export const nameVersion: Action = {
  id: "nameVersion",
  name: editing.actions.nameVersion,
  group: "design",
  members: true,
  needs: "editor",
  icon: IconBookmark,
  keys: ["Alt+V"],
  enabled: hasDesign,
  perform: () => openDialog(() => import("../dialogs/NameVersionDialog")),
};
