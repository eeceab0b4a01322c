/** Deletes the selected cards and leaves their neighbours apart. */

import { editing } from "../messages/editing";
import { type Action, hasSelection } from "./action";
import { deleteSelected } from "./delete";

export const deleteOnly: Action = {
  id: "deleteOnly",
  name: editing.actions.deleteOnly,
  group: "edit",
  keys: ["Shift+Delete", "Shift+Backspace"],
  onCanvas: true,
  enabled: hasSelection,
  perform: () => deleteSelected({ heal: false }),
};
