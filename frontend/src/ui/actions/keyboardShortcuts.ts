/** From pressed keys to actions, and from shortcuts to what stands on the screen. Never while somebody types. */

import { useEffect } from "react";
import { notifyFailure } from "../../lib/toasts";
import { useUi } from "../../stores/uiStore";
import { useDialogStore } from "../dialogs/dialogStore";
import { type Action, isOffered } from "./action";
import { getKeys, useKeyBindings } from "./keyBindings";
import { isFieldAwaited, takeKeyAhead, takeTypedText } from "./typeAheadBuffer";

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Listen to the keyboard for the actions of a page. */
export function useKeyboardShortcuts(actions: readonly Action[]): void {
  const changed = useKeyBindings();
  useEffect(() => {
    const offered = actions.filter(isOffered);
    const bound = offered.flatMap((action) => getKeys(action, changed).map((keys) => ({ keys, action })));
    const byKeys = Map.groupBy(bound, ({ keys }) => keys);
    const press = (event: KeyboardEvent) => {
      if (isPressingButton(event) || isTypedAhead(event)) return;
      const may = ({ action }: { action: Action }) =>
        !isTyping(event, action) && isInScope(action) && action.isEnabled();
      const action = byKeys.get(toKeyCombination(event))?.find(may)?.action;
      if (!action) return;
      event.preventDefault();
      // Before xyflow sees it, which moves nodes by itself on arrow keys.
      event.stopPropagation();
      void performAction(action);
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [actions, changed]);
}

export async function performAction(action: Action): Promise<void> {
  try {
    await action.perform();
  } catch (error) {
    notifyFailure(error);
  }
}

/** The keys of an event, as actions name them: "Mod+Shift+Z". */
export function toKeyCombination(event: KeyboardEvent): string {
  // With Alt some keyboards write another letter.
  const letter = event.altKey ? /^Key([A-Z])$/.exec(event.code)?.[1] : undefined;
  const key = letter ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // "+", "?" and "/" need Shift on some keyboards and not on others.
  const shift = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key));
  return [(isMac ? event.metaKey : event.ctrlKey) && "Mod", event.altKey && "Alt", shift && "Shift", key]
    .filter(Boolean)
    .join("+");
}

const FIELD_SELECTOR = "input, textarea, select, [contenteditable=true], .cm-editor";

function isTyping(event: KeyboardEvent, { whileTyping = false }: Action): boolean {
  // A field or a dialog that is about to appear: what is pressed meanwhile is meant for it.
  if (isOpening() && event.key !== "Escape") return true;
  // Behind a dialog nothing is to happen, wherever the focus went.
  if (document.querySelector("[role=dialog][aria-modal=true]")) return true;
  const target = event.target as HTMLElement | null;
  if (!target?.closest) return false;
  return target.closest(whileTyping ? "[role=dialog]" : `${FIELD_SELECTOR}, [role=dialog]`) !== null;
}

/** Whether something has been asked for that takes the keys, and may not be there yet. */
function isOpening(): boolean {
  const { quickAdd, editingText, shortcutsOpen } = useUi.getState();
  return (
    quickAdd !== null ||
    editingText !== null ||
    shortcutsOpen ||
    isFieldAwaited() ||
    useDialogStore.getState().isLoading
  );
}

/** A key that is meant for a field, which has been asked for and is not there yet. */
function isTypedAhead(event: KeyboardEvent): boolean {
  if (useUi.getState().quickAdd === null && !isFieldAwaited()) {
    takeTypedText();
    return false;
  }
  const elsewhere = (event.target as HTMLElement | null)?.closest?.(FIELD_SELECTOR);
  if (elsewhere || !takeKeyAhead(event)) return false;
  event.preventDefault();
  return true;
}

/** Enter on a button is the button's. */
function isPressingButton(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return (
    event.key === "Enter" && !event.ctrlKey && !event.metaKey && Boolean(target?.closest?.("button, a, [role=button]"))
  );
}

/** Whether the focus is where the keys of an action count. */
function isInScope({ onCanvas = false, notInOutline = false }: Action): boolean {
  const focused = document.activeElement;
  if (focused?.closest("[role=tree]")) return !notInOutline;
  if (!onCanvas) return true;
  // The canvas is not there while a dashboard shows.
  if (useUi.getState().dashboards !== null) return false;
  // The panes of a card lie over the canvas.
  if (useUi.getState().focusedCard !== null) return false;
  return focused === null || focused === document.body || focused.closest(".canvas, .outline-pane") !== null;
}

const KEY_LABELS: Record<string, string> = {
  Mod: isMac ? "⌘" : "Ctrl",
  Shift: isMac ? "⇧" : "Shift",
  Alt: isMac ? "⌥" : "Alt",
  Enter: "↵",
  Escape: "Esc",
  Delete: "Del",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** "Mod+Shift+Z" as it stands on a key: "Ctrl+Shift+Z", or "⌘⇧Z". */
export function formatKeys(keys: string): string {
  const parts = keys === "+" ? ["+"] : keys.replace(/\+\+$/, "+plus").split("+");
  return parts.map((part) => (part === "plus" ? "+" : (KEY_LABELS[part] ?? part))).join(isMac ? "" : "+");
}
