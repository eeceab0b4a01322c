/** Pastes cards or cells from the clipboard, at the pointer. The keys come as the browser's own event, see usePaste. */

import { IconClipboard } from "@tabler/icons-react";
import { notifyFailure } from "../lib/toasts";
import { appTexts } from "../messages/appTexts";
import { editorTexts } from "../messages/editorTexts";
import { useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";
import { pasteCells, pasteText } from "./pasteContent";

/** Paste what the clipboard holds; for menus and the command palette, which have no event that brings it. */
export async function pasteClipboard(outer: boolean): Promise<void> {
  let clipping: string;
  try {
    clipping = await navigator.clipboard.readText();
  } catch {
    notifyFailure(appTexts.notices.noClipboard);
    return;
  }
  pasteAtPointer(clipping, { outer });
}

/** Paste where the pointer is; says so when there is nothing to paste. */
export function pasteAtPointer(clipping: string, { outer = false, fromSheet = false } = {}): void {
  const at = useUi.getState().pointer;
  const done =
    pasteText(clipping, { at, label: editorTexts.historyLabels.pasted, outer }) || pasteCells(clipping, at, fromSheet);
  if (!done) notifyFailure(appTexts.notices.nothingToPaste);
}

export const pasteAction: Action = {
  id: "paste",
  name: appTexts.actions.paste,
  group: "edit",
  order: 220,
  menus: { canvas: 120 },
  icon: IconClipboard,
  browserKey: "Mod+V",
  onCanvas: true,
  isEnabled: hasDesign,
  perform: () => pasteClipboard(false),
};
