/** Deletes the selected cards and leaves their neighbors apart. */

import { editorTexts } from "../messages/editorTexts";
import { type Action, hasSelection } from "../ui/actions/action";
import { deleteSelected } from "./deleteSelection";

export const deleteOnlyAction: Action = {
  id: "deleteOnly",
  name: editorTexts.actions.deleteOnly,
  group: "edit",
  order: 260,
  keys: ["Shift+Delete", "Shift+Backspace"],
  onCanvas: true,
  isEnabled: hasSelection,
  perform: () => deleteSelected({ heal: false }),
};
