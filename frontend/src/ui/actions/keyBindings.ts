/** The keys that a user chose instead of the usual ones, kept in this browser. */

import { create } from "zustand";
import type { Action } from "./action";

const BINDINGS_KEY = "designery:keys";

/** By action: its keys, perhaps none. What is not in it has its usual keys. */
export type KeyBindings = Readonly<Record<string, string[]>>;

export const useKeyBindings = create<KeyBindings>(() => readKeyBindings());

export const getKeys = (action: Action, changed: KeyBindings): string[] => changed[action.id] ?? action.keys ?? [];

/** The key that is shown beside an action. */
export const useActionKey = (action: Action): string | undefined =>
  useKeyBindings((changed) => getKeys(action, changed)[0] ?? action.browserKey);

/** Give an action other keys; undefined gives it the usual ones back. */
export function setKeyBinding(action: Action, keys: string[] | undefined): void {
  const { [action.id]: _before, ...others } = useKeyBindings.getState();
  storeKeyBindings(keys === undefined ? others : { ...others, [action.id]: keys });
}

export const resetKeyBindings = (): void => storeKeyBindings({});

/** The action that has a key already, in the same place; two that are never done at once may share it. */
export function findKeyHolder(
  keys: string,
  of: Action,
  actions: readonly Action[],
  changed: KeyBindings,
): Action | null {
  return actions.find((action) => action.id !== of.id && getKeys(action, changed).includes(keys)) ?? null;
}

function storeKeyBindings(bindings: KeyBindings): void {
  useKeyBindings.setState(bindings, true);
  try {
    localStorage.setItem(BINDINGS_KEY, JSON.stringify(bindings));
  } catch {
    // Without storage the keys last as long as the page.
  }
}

function readKeyBindings(): KeyBindings {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(BINDINGS_KEY) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    const lists = Object.entries(value).filter(
      ([, keys]) => Array.isArray(keys) && keys.every((one) => typeof one === "string"),
    );
    return Object.fromEntries(lists) as KeyBindings;
  } catch {
    return {};
  }
}
