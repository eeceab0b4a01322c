/** The modules that this browser's user wants at hand. */

import { create } from "zustand";

const FAVOURITES_KEY = "designery:favourite-modules";

export const useFavourites = create<string[]>(() => readFavourites());

export function toggleFavourite(name: string): void {
  const before = useFavourites.getState();
  const names = before.includes(name) ? before.filter((one) => one !== name) : [...before, name];
  useFavourites.setState(names, true);
  try {
    localStorage.setItem(FAVOURITES_KEY, JSON.stringify(names));
  } catch {
    // Without storage the list lasts as long as the page.
  }
}

function readFavourites(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(FAVOURITES_KEY) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
