/** Leaves off: the edge that is being drawn, then the port, then what is selected, then the group that is opened. */

import { stopEdgeDrag } from "../canvas/compatiblePorts";
import { focusCardOfPort, getFocusedPort } from "../canvas/portFocus";
import { appTexts } from "../messages/appTexts";
import { selectCards, useUi } from "../stores/uiStore";
import type { Action } from "../ui/actions/action";
import { isInGroup, leaveOpenGroup } from "./leaveGroup";

const hasAnySelection = (): boolean => useUi.getState().selection.length + useUi.getState().selectedEdges.length > 0;

function cancelCurrent(): void {
  if (useUi.getState().keyboardEdge) stopEdgeDrag();
  else if (getFocusedPort()) focusCardOfPort();
  else if (hasAnySelection()) selectCards([]);
  else leaveOpenGroup();
}

export const clearSelectionAction: Action = {
  id: "clearSelection",
  name: appTexts.actions.clearSelection,
  group: "edit",
  order: 360,
  keys: ["Escape"],
  onCanvas: true,
  hiddenFromPalette: true,
  isEnabled: () => useUi.getState().keyboardEdge || getFocusedPort() !== null || hasAnySelection() || isInGroup(),
  perform: cancelCurrent,
};
