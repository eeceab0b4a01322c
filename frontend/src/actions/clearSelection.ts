/** Leaves off: the edge that is being drawn, then the port, then what is selected, then the group that is opened. */

import { stopDrawing } from "../canvas/fitting";
import { focusedPort, leavePort } from "../canvas/portFocus";
import { text } from "../messages/en";
import { select, useUi } from "../stores/ui";
import type { Action } from "./action";
import { goUp, isInGroup } from "./leaveGroup";

const isSelecting = (): boolean => useUi.getState().selection.length + useUi.getState().selectedEdges.length > 0;

function leaveOff(): void {
  if (useUi.getState().byKeyboard) stopDrawing();
  else if (focusedPort()) leavePort();
  else if (isSelecting()) select([]);
  else goUp();
}

export const clearSelection: Action = {
  id: "clearSelection",
  name: text.actions.clearSelection,
  group: "edit",
  keys: ["Escape"],
  onCanvas: true,
  quiet: true,
  enabled: () => useUi.getState().byKeyboard || focusedPort() !== null || isSelecting() || isInGroup(),
  perform: leaveOff,
};
