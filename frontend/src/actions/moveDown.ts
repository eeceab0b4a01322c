/** Moves the selected cards down by one step of the grid. */

import { text } from "../messages/en";
import { moveSelected } from "./moving";
import { type Action, hasSelection } from "./action";

export const moveDown: Action = {
  id: "moveDown",
  name: text.actions.moveDown,
  group: "edit",
  keys: ["ArrowDown"],
  onCanvas: true,
  quiet: true,
  enabled: hasSelection,
  perform: () => moveSelected(0, 1),
};
