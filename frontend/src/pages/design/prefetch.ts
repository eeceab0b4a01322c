/** What is asked for in a hurry, or while the connection is lost, is fetched once the page is drawn. */

import { useEffect } from "react";

const IDLE = 1500;

/** On every page: whatever fails can be told. */
export const TOAST_PARTS = [() => import("../../lib/ToastHost")];

/** On the page of a design, besides. */
export const DESIGN_PARTS = [
  () => import("../../features/editor/palette/QuickAdd"),
  () => import("../../features/editor/PortTooltip"),
  () => import("../../features/inspector/inspectorEntry"),
  () => import("../../ui/Popover"),
  () => import("../../features/editor/ContextMenu"),
  () => import("../../features/editor/palette/PaletteFound"),
  () => import("../../features/editor/palette/CollapsedPalette"),
  () => import("./BottomPanel"),
  () => import("../../features/editor/run/RunPanel"),
  () => import("../../features/inspector/GroupPane"),
  () => import("../../features/commandPalette/CommandPalette"),
  () => import("../../canvas/notes/NoteCard"),
  () => import("../../canvas/groups/GroupFrame"),
  () => import("../../canvas/groups/GroupCard"),
  () => import("../../stores/conflictNotices"),
  () => import("../../features/collaboration/CommentsPanel"),
];

type LazyPart = () => Promise<unknown>;

/** Whether the browser was told to save data: then nothing comes that may never be needed. Not every browser tells. */
export function savesData(): boolean {
  const { connection } = navigator as Navigator & { connection?: { saveData?: boolean } };
  return connection?.saveData ?? false;
}

/** Offline nothing comes; what is needed then asks again by itself. */
export function usePrefetch(parts: readonly LazyPart[], isReady: boolean): void {
  useEffect(() => {
    if (!isReady) return;
    const later = setTimeout(() => void Promise.allSettled(parts.map((part) => part())), IDLE);
    return () => clearTimeout(later);
  }, [parts, isReady]);
}
