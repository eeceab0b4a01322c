/** Moves the selected cards down by one step of the grid. */

import { text } from "../messages/en";
import { type Action, hasSelection } from "./action";
import { moveSelected } from "./moving";

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
