/** The modules that this browser used last. */

import { create } from "zustand";

const KEY = "designery:recent-modules";
const MOST = 3;

export const useRecent = create<string[]>(() => read());

export function rememberModule(name: string): void {
  if (name === "dataset") return;
  const names = [name, ...useRecent.getState().filter((one) => one !== name)].slice(0, MOST);
  useRecent.setState(names, true);
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
