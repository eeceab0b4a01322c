/** A point in the history of the open design that the canvas shows in place of the present one. */

import { create } from "zustand";

export interface Point {
  /** As the server calls it: version:ID or run:ID. */
  point: string;
  name: string;
}

export type PastView = "before" | "both";

export const usePast = create<{ shown: Point | null; view: PastView }>()(() => ({ shown: null, view: "before" }));

export const showPast = (shown: Point, view: PastView): void => usePast.setState({ shown, view });
export const leavePast = (): void => usePast.setState({ shown: null });
