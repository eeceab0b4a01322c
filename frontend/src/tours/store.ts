/** Which tour is taken, and what of it was done at any time; kept in this browser, so that it can be left and resumed. */

import { create } from "zustand";

export type TourName = "first" | "result";

interface TourStore {
  active: TourName | null;
  folded: boolean;
  /** Steps of "Read a result" that were seen once; those of "First model" are read off the design each time. */
  seen: string[];
}

const KEY = "designery:tour";

export const useTour = create<TourStore>(() => read());

export const startTour = (active: TourName): void => keep({ active, folded: false });
export const leaveTour = (): void => keep({ active: null });
export const foldTour = (folded: boolean): void => keep({ folded });
export const restartTour = (): void => keep({ seen: [] });

export function rememberSeen(steps: readonly string[]): void {
  const { seen } = useTour.getState();
  const more = steps.filter((step) => !seen.includes(step));
  if (more.length > 0) keep({ seen: [...seen, ...more] });
}

function keep(changed: Partial<TourStore>): void {
  useTour.setState(changed);
  try {
    localStorage.setItem(KEY, JSON.stringify(useTour.getState()));
  } catch {
    // Without storage a tour lasts as long as the page.
  }
}

function read(): TourStore {
  const fresh: TourStore = { active: null, folded: false, seen: [] };
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<TourStore>;
    const active = saved.active === "first" || saved.active === "result" ? saved.active : null;
    return { active, folded: saved.folded === true, seen: Array.isArray(saved.seen) ? saved.seen : [] };
  } catch {
    return fresh;
  }
}
