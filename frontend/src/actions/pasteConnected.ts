/** Pastes cards with the edges that came to them from outside, where those cards are in this design. */

import { editing } from "../messages/editing";
import { type Action, hasDesign } from "./action";
import { pasteClipboard } from "./paste";

export const pasteConnected: Action = {
  id: "pasteConnected",
  name: editing.actions.pasteConnected,
  group: "edit",
  browserKey: "Mod+Shift+V",
  onCanvas: true,
  enabled: hasDesign,
  perform: () => pasteClipboard(true),
};
