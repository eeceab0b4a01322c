/** Starts an edge at the port that has the focus, or ends it there. */

import { finishEdgeAtPort, getFocusedPort, startEdgeAtPort } from "../canvas/portFocus";
import { editorTexts } from "../messages/editorTexts";
import { useUi } from "../stores/uiStore";
import type { Action } from "../ui/actions/action";

export const connectPortAction: Action = {
  id: "connectPort",
  name: editorTexts.actions.connectPort,
  group: "edit",
  order: 170,
  keys: ["C"],
  onCanvas: true,
  notInOutline: true,
  hiddenFromPalette: true,
  isEnabled: () => getFocusedPort() !== null,
  perform: () => (useUi.getState().keyboardEdge ? finishEdgeAtPort() : startEdgeAtPort()),
};
