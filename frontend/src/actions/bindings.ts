/** The keys that a user chose instead of the usual ones, kept in this browser. */

import { create } from "zustand";
import type { Action } from "./action";

const KEY = "designery:keys";

/** By action: its keys, perhaps none. What is not in it has its usual keys. */
export type Bindings = Readonly<Record<string, string[]>>;

export const useBindings = create<Bindings>(() => read());

export const keysOf = (action: Action, changed: Bindings): string[] => changed[action.id] ?? action.keys ?? [];

/** The key that is shown beside an action. */
export const useKeyOf = (action: Action): string | undefined =>
  useBindings((changed) => keysOf(action, changed)[0] ?? action.browserKey);

/** Give an action other keys; undefined gives it the usual ones back. */
export function bind(action: Action, keys: string[] | undefined): void {
  const { [action.id]: _before, ...others } = useBindings.getState();
  keep(keys === undefined ? others : { ...others, [action.id]: keys });
}

export const resetBindings = (): void => keep({});

/** The action that has a key already, in the same place; two that are never done at once may share it. */
export function holderOf(keys: string, of: Action, actions: readonly Action[], changed: Bindings): Action | null {
  return actions.find((action) => action.id !== of.id && keysOf(action, changed).includes(keys)) ?? null;
}

function keep(bindings: Bindings): void {
  useBindings.setState(bindings, true);
  try {
    localStorage.setItem(KEY, JSON.stringify(bindings));
  } catch {
    // Without storage the keys last as long as the page.
  }
}

function read(): Bindings {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof value !== "object" || value === null) return {};
    const lists = Object.entries(value).filter(
      ([, keys]) => Array.isArray(keys) && keys.every((one) => typeof one === "string"),
    );
    return Object.fromEntries(lists) as Bindings;
  } catch {
    return {};
  }
}
