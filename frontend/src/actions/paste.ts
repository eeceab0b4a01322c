/** Pastes cards or cells from the clipboard, at the pointer. The keys come as the browser's own event, see usePaste. */

import { IconClipboard } from "@tabler/icons-react";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { notifyFailure } from "../notify";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";
import { pasteCells, pasteText } from "./pasting";

/** Paste what the clipboard holds; for menus and the command palette, which have no event that brings it. */
export async function pasteClipboard(outer: boolean): Promise<void> {
  let clipping: string;
  try {
    clipping = await navigator.clipboard.readText();
  } catch {
    notifyFailure(text.said.noClipboard);
    return;
  }
  pasteHere(clipping, { outer });
}

/** Paste where the pointer is; says so when there is nothing to paste. */
export function pasteHere(clipping: string, { outer = false, fromSheet = false } = {}): void {
  const at = useUi.getState().pointer;
  const done = pasteText(clipping, { at, label: editing.done.pasted, outer }) || pasteCells(clipping, at, fromSheet);
  if (!done) notifyFailure(text.said.nothingToPaste);
}

export const paste: Action = {
  id: "paste",
  name: text.actions.paste,
  group: "edit",
  icon: IconClipboard,
  browserKey: "Mod+V",
  onCanvas: true,
  enabled: hasDesign,
  perform: () => pasteClipboard(false),
};
