/** Opens the list of ports that fit the first output of the selected card, else its first input. */

import { openConnectDialogOfNode } from "../canvas/openConnectDialog";
import { outlineTexts } from "../messages/outlineTexts";
import { type Action, findSingleNode } from "../ui/actions/action";

export const connectByListAction: Action = {
  id: "connectByList",
  name: outlineTexts.actions.connectByList,
  group: "edit",
  order: 180,
  menus: { node: 220 },
  keys: ["Shift+C"],
  onCanvas: true,
  isEnabled: () => findSingleNode() !== null,
  perform: () => openConnectDialogOfNode(findSingleNode()!),
};
