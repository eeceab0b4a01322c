/** A point in the history of the open design that the canvas shows in place of the present one. */

import { create } from "zustand";

export interface HistoryPoint {
  /** As the server calls it: version:ID or run:ID. */
  point: string;
  name: string;
}

export type VersionPreviewMode = "before" | "both";

export const useVersionPreview = create<{ shown: HistoryPoint | null; view: VersionPreviewMode }>()(() => ({
  shown: null,
  view: "before",
}));

export const showVersionPreview = (shown: HistoryPoint, view: VersionPreviewMode): void =>
  useVersionPreview.setState({ shown, view });
export const leaveVersionPreview = (): void => useVersionPreview.setState({ shown: null });
