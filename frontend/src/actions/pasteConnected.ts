/** Pastes cards with the edges that came to them from outside, where those cards are in this design. */

import { editorTexts } from "../messages/editorTexts";
import { type Action, hasDesign } from "../ui/actions/action";
import { pasteClipboard } from "./pasteClipboard";

export const pasteConnectedAction: Action = {
  id: "pasteConnected",
  name: editorTexts.actions.pasteConnected,
  group: "edit",
  order: 230,
  menus: { canvas: 125 },
  browserKey: "Mod+Shift+V",
  onCanvas: true,
  isEnabled: hasDesign,
  perform: () => pasteClipboard(true),
};
