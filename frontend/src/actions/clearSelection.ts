/** Selects nothing. */

import { text } from "../messages/en";
import { select, useUi } from "../stores/ui";
import { type Action, hasSelection } from "./action";

export const clearSelection: Action = {
  id: "clearSelection",
  name: text.actions.clearSelection,
  group: "edit",
  keys: ["Escape"],
  onCanvas: true,
  quiet: true,
  enabled: () => hasSelection() || useUi.getState().selectedEdges.length > 0,
  perform: () => select([]),
};
