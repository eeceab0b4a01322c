/** Starts an edge at the port that has the focus, or ends it there. */

import { finishAtPort, focusedPort, startAtPort } from "../canvas/portFocus";
import { editing } from "../messages/editing";
import { useUi } from "../stores/ui";
import type { Action } from "./action";

export const connectPort: Action = {
  id: "connectPort",
  name: editing.actions.connectPort,
  group: "edit",
  keys: ["C"],
  onCanvas: true,
  notInOutline: true,
  quiet: true,
  enabled: () => focusedPort() !== null,
  perform: () => (useUi.getState().byKeyboard ? finishAtPort() : startAtPort()),
};
