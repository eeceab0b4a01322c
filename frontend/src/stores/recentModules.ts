/** The modules that this browser used last. */

import { create } from "zustand";
import type { Module } from "../api/apiTypes";

const RECENT_KEY = "designery:recent-modules";
const MAX_RECENT = 3;

export const useRecentModules = create<string[]>(() => readRecent());

/** Data has a list of its own. */
export function rememberModule({ name, role }: Pick<Module, "name" | "role">): void {
  if (role === "dataset_source") return;
  const names = [name, ...useRecentModules.getState().filter((one) => one !== name)].slice(0, MAX_RECENT);
  useRecentModules.setState(names, true);
  try {
    localStorage.setItem(RECENT_KEY, JSON.stringify(names));
  } catch {
    // Without storage the list lasts as long as the page.
  }
}

function readRecent(): string[] {
  try {
    const names: unknown = JSON.parse(localStorage.getItem(RECENT_KEY) ?? "[]");
    return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
  } catch {
    return [];
  }
}
