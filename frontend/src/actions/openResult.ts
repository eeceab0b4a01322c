/** Shows what came out of the selected card. */

import { IconTableShare } from "@tabler/icons-react";
import { findFirstResult, openNodeResult } from "../canvas/openNode";
import { appTexts } from "../messages/appTexts";
import { type Action, getSelectedNodes } from "../ui/actions/action";

const getSelectedNode = (): string | undefined => getSelectedNodes()[0];

export const openResultAction: Action = {
  id: "openResult",
  name: appTexts.actions.openResult,
  group: "run",
  order: 60,
  menus: { node: 115 },
  icon: IconTableShare,
  keys: ["V"],
  onCanvas: true,
  isEnabled: () => getSelectedNode() !== undefined && findFirstResult(getSelectedNode()!) !== null,
  perform: () => openNodeResult(getSelectedNode()!),
};
