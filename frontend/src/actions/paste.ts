/** Pastes cards from the clipboard, at the pointer. Ctrl+V comes as the browser's own event, see usePaste. */

import { IconClipboard } from "@tabler/icons-react";
import { text } from "../messages/en";
import { notifyFailure } from "../notify";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";
import { pasteText } from "./pasting";

async function pasteClipboard(): Promise<void> {
  let clipping: string;
  try {
    clipping = await navigator.clipboard.readText();
  } catch {
    notifyFailure(text.said.noClipboard);
    return;
  }
  pasteHere(clipping);
}

/** Paste where the pointer is; says so when there is nothing to paste. */
export function pasteHere(clipping: string): void {
  const done = pasteText(clipping, useUi.getState().pointer, text.edits.paste);
  if (!done) notifyFailure(text.said.nothingToPaste);
}

export const paste: Action = {
  id: "paste",
  name: text.actions.paste,
  group: "edit",
  icon: IconClipboard,
  onCanvas: true,
  enabled: hasDesign,
  perform: pasteClipboard,
};
