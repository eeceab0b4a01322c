/** Shows the design as a script, a notebook or a pipeline, to take away. */

import { IconFileCode } from "@tabler/icons-react";
import { openDialog } from "../dialogs/open";
import { exportingMessages as say } from "../messages/exporting";
import { type Action, hasNodes } from "./action";

export const exportCode: Action = {
  id: "exportCode",
  name: say.action,
  group: "design",
  members: true,
  icon: IconFileCode,
  enabled: hasNodes,
  perform: () => openDialog(() => import("../dialogs/ExportCodeDialog")),
};
