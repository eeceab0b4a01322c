/** Opens the list of ports that fit the first output of the selected card, else its first input. */

import { chooseConnectionOf } from "../dialogs/connecting";
import { outlining } from "../messages/outline";
import { type Action, oneNode } from "./action";

export const connectByList: Action = {
  id: "connectByList",
  name: outlining.actions.connectByList,
  group: "edit",
  keys: ["Shift+C"],
  onCanvas: true,
  enabled: () => oneNode() !== null,
  perform: () => chooseConnectionOf(oneNode()!),
};
