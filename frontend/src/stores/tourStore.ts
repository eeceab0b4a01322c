/** Which tour is taken, and what of it was done at any time; kept in this browser, so that it can be left and resumed. */

import { create } from "zustand";

export type TourName = "first" | "result";

interface TourStore {
  active: TourName | null;
  /** The design that it is taken in; it ends in another one. Null until that is open. */
  design: string | null;
  folded: boolean;
  /** Steps of "Read a result" that were seen once; those of "First model" are read off the design each time. */
  seenSteps: string[];
}

const KEY = "designery:tour";

export const useTourStore = create<TourStore>(() => readTourState());

export const startTour = (active: TourName): void => saveTourState({ active, folded: false, design: null });
export const bindTour = (design: string): void => saveTourState({ design });
export const leaveTour = (): void => saveTourState({ active: null });
export const foldTour = (folded: boolean): void => saveTourState({ folded });
export const restartTour = (): void => saveTourState({ seenSteps: [] });

export function rememberSeen(steps: readonly string[]): void {
  const { seenSteps } = useTourStore.getState();
  const more = steps.filter((step) => !seenSteps.includes(step));
  if (more.length > 0) saveTourState({ seenSteps: [...seenSteps, ...more] });
}

function saveTourState(changed: Partial<TourStore>): void {
  useTourStore.setState(changed);
  try {
    localStorage.setItem(KEY, JSON.stringify(useTourStore.getState()));
  } catch {
    // Without storage a tour lasts as long as the page.
  }
}

function readTourState(): TourStore {
  const initial: TourStore = { active: null, design: null, folded: false, seenSteps: [] };
  try {
    const saved = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<TourStore>;
    const active = saved.active === "first" || saved.active === "result" ? saved.active : null;
    const design = typeof saved.design === "string" ? saved.design : null;
    const seenSteps = Array.isArray(saved.seenSteps) ? saved.seenSteps : [];
    return { active, design, folded: saved.folded === true, seenSteps };
  } catch {
    return initial;
  }
}
