/** The modules that this browser's user wants at hand. */

import { create } from "zustand";

const KEY = "designery:favourite-modules";

export const useFavourites = create<string[]>(() => read());

export function toggleFavourite(name: string): void {
  const before = useFavourites.getState();
  const names = before.includes(name) ? before.filter((one) => one !== name) : [...before, name];
  useFavourites.setState(names, true);
  try {
    localStorage.setItem(KEY, JSON.stringify(names));
  } catch {
    // Without storage the list lasts as long as the page.
  }
}

function read(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
