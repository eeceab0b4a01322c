/** The modules that this browser's user wants at hand. */

import { create } from "zustand";

const FAVORITES_KEY = "designery:favourite-modules";

export const useFavorites = create<string[]>(() => readFavorites());

export function toggleFavorite(name: string): void {
  const before = useFavorites.getState();
  const names = before.includes(name) ? before.filter((one) => one !== name) : [...before, name];
  useFavorites.setState(names, true);
  try {
    localStorage.setItem(FAVORITES_KEY, JSON.stringify(names));
  } catch {
    // Without storage the list lasts as long as the page.
  }
}

function readFavorites(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(FAVORITES_KEY) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
