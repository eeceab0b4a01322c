/** Moves the selected cards right by one step of the grid. */

import { text } from "../messages/en";
import { type Action, hasSelection } from "./action";
import { moveSelected } from "./moving";

export const moveRight: Action = {
  id: "moveRight",
  name: text.actions.moveRight,
  group: "edit",
  keys: ["ArrowRight"],
  onCanvas: true,
  quiet: true,
  enabled: hasSelection,
  perform: () => moveSelected(1, 0),
};
