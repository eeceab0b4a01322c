/** Moves the selected cards up by one step of the grid. */

import { text } from "../messages/en";
import { moveSelected } from "./moving";
import { type Action, hasSelection } from "./action";

export const moveUp: Action = {
  id: "moveUp",
  name: text.actions.moveUp,
  group: "edit",
  keys: ["ArrowUp"],
  onCanvas: true,
  quiet: true,
  enabled: hasSelection,
  perform: () => moveSelected(0, -1),
};
