/** Moves the selected cards up by one step of the grid. */

import { text } from "../messages/en";
import { type Action, hasSelection } from "./action";
import { moveSelected } from "./moving";

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
