/** From pressed keys to actions, and from shortcuts to what stands on the screen. Never while somebody types. */

import { useEffect } from "react";
import { notifyFailure } from "../notify";
import { useUi } from "../stores/ui";
import { type Action, isOffered } from "./action";
import { keysOf, useBindings } from "./bindings";
import { takeTyped, typeAhead } from "./typedAhead";

const mac = /Mac|iP(hone|ad)/.test(navigator.platform);

/** Listen to the keyboard for the actions of a page. */
export function useKeys(actions: readonly Action[]): void {
  const changed = useBindings();
  useEffect(() => {
    const offered = actions.filter(isOffered);
    const bound = offered.flatMap((action) => keysOf(action, changed).map((keys) => ({ keys, action })));
    const byKeys = Map.groupBy(bound, ({ keys }) => keys);
    const press = (event: KeyboardEvent) => {
      if (pressing(event) || keptForSearch(event)) return;
      const may = ({ action }: { action: Action }) => !typing(event, action) && inPlace(action) && action.enabled();
      const action = byKeys.get(pressed(event))?.find(may)?.action;
      if (!action) return;
      event.preventDefault();
      // Before xyflow sees it, which moves nodes by itself on arrow keys.
      event.stopPropagation();
      void perform(action);
    };
    addEventListener("keydown", press, { capture: true });
    return () => removeEventListener("keydown", press, { capture: true });
  }, [actions, changed]);
}

export async function perform(action: Action): Promise<void> {
  try {
    await action.perform();
  } catch (error) {
    notifyFailure(error);
  }
}

/** The keys of an event, as actions name them: "Mod+Shift+Z". */
export function pressed(event: KeyboardEvent): string {
  // With Alt some keyboards write another letter.
  const letter = event.altKey ? /^Key([A-Z])$/.exec(event.code)?.[1] : undefined;
  const key = letter ?? (event.key.length === 1 ? event.key.toUpperCase() : event.key);
  // "+", "?" and "/" need Shift on some keyboards and not on others.
  const shift = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key));
  return [(mac ? event.metaKey : event.ctrlKey) && "Mod", event.altKey && "Alt", shift && "Shift", key]
    .filter(Boolean)
    .join("+");
}

const FIELDS = "input, textarea, select, [contenteditable=true], .cm-editor";

function typing(event: KeyboardEvent, { whileTyping = false }: Action): boolean {
  const { quickAdd, writing } = useUi.getState();
  // A field that is about to appear: what is pressed meanwhile is meant for it.
  if ((quickAdd !== null || writing !== null) && event.key !== "Escape") return true;
  const target = event.target as HTMLElement | null;
  if (!target?.closest) return false;
  return target.closest(whileTyping ? "[role=dialog]" : `${FIELDS}, [role=dialog]`) !== null;
}

/** A letter that is meant for the search, which has been asked for and is not there yet. */
function keptForSearch(event: KeyboardEvent): boolean {
  if (useUi.getState().quickAdd === null) {
    takeTyped();
    return false;
  }
  const elsewhere = (event.target as HTMLElement | null)?.closest?.(FIELDS);
  if (elsewhere || event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return false;
  typeAhead(event.key);
  event.preventDefault();
  return true;
}

/** Enter on a button is the button's. */
function pressing(event: KeyboardEvent): boolean {
  const target = event.target as HTMLElement | null;
  return (
    event.key === "Enter" && !event.ctrlKey && !event.metaKey && Boolean(target?.closest?.("button, a, [role=button]"))
  );
}

/** Whether the focus is where the keys of an action count. */
function inPlace({ onCanvas = false, notInOutline = false }: Action): boolean {
  const focused = document.activeElement;
  if (focused?.closest("[role=tree]")) return !notInOutline;
  if (!onCanvas) return true;
  // The panes of a card lie over the canvas.
  if (useUi.getState().focus !== null) return false;
  return focused === null || focused === document.body || focused.closest(".canvas, .outline-pane") !== null;
}

const SHOWN: Record<string, string> = {
  Mod: mac ? "⌘" : "Ctrl",
  Shift: mac ? "⇧" : "Shift",
  Alt: mac ? "⌥" : "Alt",
  Enter: "↵",
  Escape: "Esc",
  Delete: "Del",
  ArrowLeft: "←",
  ArrowRight: "→",
  ArrowUp: "↑",
  ArrowDown: "↓",
};

/** "Mod+Shift+Z" as it stands on a key: "Ctrl+Shift+Z", or "⌘⇧Z". */
export function shown(keys: string): string {
  const parts = keys === "+" ? ["+"] : keys.replace(/\+\+$/, "+plus").split("+");
  return parts.map((part) => (part === "plus" ? "+" : (SHOWN[part] ?? part))).join(mac ? "" : "+");
}
