/** What is asked for in a hurry, or while the connection is lost, is fetched once the page is drawn. */

import { useEffect } from "react";

const IDLE = 1500;

/** On every page: whatever fails can be told. */
export const TO_SAY = [() => import("../notices")];

/** On the page of a design, besides. */
export const TO_DRAW = [
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
  () => import("../together/losing"),
  () => import("../together/CommentsPanel"),
];

type Part = () => Promise<unknown>;

/** Offline nothing comes; what is needed then asks again by itself. */
export function useReadiness(parts: readonly Part[], there: boolean): void {
  useEffect(() => {
    if (!there) return;
    const later = setTimeout(() => void Promise.allSettled(parts.map((part) => part())), IDLE);
    return () => clearTimeout(later);
  }, [parts, there]);
}
