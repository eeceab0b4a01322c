/** Publishes the design as a pipeline. */

import { IconRoute } from "@tabler/icons-react";
import { declarationTexts } from "../messages/declarationTexts";
import { type Action, hasNodes } from "../ui/actions/action";
import { openDialog } from "../ui/dialogs/dialogStore";

export const publishPipelineAction: Action = {
  id: "publishPipeline",
  name: declarationTexts.publish,
  group: "design",
  order: 652,
  menus: { design: 110 },
  membersOnly: true,
  beyondDesign: true,
  requiredRole: "editor",
  icon: IconRoute,
  isEnabled: hasNodes,
  perform: () => openDialog(() => import("../features/pipelines/PublishDialog")),
};
