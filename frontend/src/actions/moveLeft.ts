/** Moves the selected cards left by one step of the grid. */

import { text } from "../messages/en";
import { type Action, hasSelection } from "./action";
import { moveSelected } from "./moving";

export const moveLeft: Action = {
  id: "moveLeft",
  name: text.actions.moveLeft,
  group: "edit",
  keys: ["ArrowLeft"],
  onCanvas: true,
  quiet: true,
  enabled: hasSelection,
  perform: () => moveSelected(-1, 0),
};
