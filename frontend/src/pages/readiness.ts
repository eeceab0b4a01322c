/** What is asked for in a hurry, or while the connection is lost, is fetched once the page is drawn. */

import { useEffect } from "react";

const IDLE = 1500;

const PARTS = [
  () => import("../panels/QuickAdd"),
  () => import("../panels/PortTip"),
  () => import("../panels/inspector"),
  () => import("../components/Floating"),
  () => import("../panels/ContextMenu"),
  () => import("../panels/PaletteFound"),
  () => import("../panels/Rail"),
  () => import("../panels/BottomPanel"),
  () => import("../panels/RunPanel"),
  () => import("../panels/GroupPane"),
  () => import("../panels/CommandPalette"),
  () => import("../canvas/notes/NoteCard"),
  () => import("../canvas/groups/Frame"),
  () => import("../canvas/groups/GroupCard"),
  () => import("../notices"),
  () => import("../together/losing"),
  () => import("../together/CommentsPanel"),
];

/** Offline nothing comes; what is needed then asks again by itself. */
const fetchParts = (): void => void Promise.allSettled(PARTS.map((part) => part()));

export function useReadiness(there: boolean): void {
  useEffect(() => {
    if (!there) return;
    const later = setTimeout(fetchParts, IDLE);
    return () => clearTimeout(later);
  }, [there]);
}
