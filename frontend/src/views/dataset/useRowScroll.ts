/** Scrolling of a table by rows: the scroll bar tells the place, wheel and keys move by real rows. */

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import { inProportion, lastPosition, positionAt, ROW_HEIGHT, scrolledTo, type Table } from "./rowWindow";

/** Rows per press of a key, where the browser's own step would skip rows. */
const KEYS: Record<string, (page: number) => number> = {
  ArrowDown: () => 1,
  ArrowUp: () => -1,
  PageDown: (page) => page,
  PageUp: (page) => -page,
};

interface RowScroll {
  /** The row at the top edge, with fractions. */
  position: number;
  onScroll: () => void;
}

export function useRowScroll(scroller: RefObject<HTMLDivElement | null>, table: Table): RowScroll {
  const [position, setPosition] = useState(0);
  const current = useRef(0);
  const ours = useRef<number | null>(null);

  const onScroll = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const scrolled = element.scrollTop;
    // A scroll that we made ourselves lost its fraction of a row on the way.
    if (ours.current !== null && Math.abs(scrolled - ours.current) < 2) return;
    ours.current = null;
    current.current = positionAt(scrolled, table);
    setPosition(current.current);
  }, [scroller, table]);

  useEffect(() => {
    const element = scroller.current;
    if (!element || !inProportion(table)) return;
    const moveBy = (rows: number) => {
      current.current = Math.min(lastPosition(table), Math.max(0, current.current + rows));
      ours.current = scrolledTo(current.current, table);
      element.scrollTop = ours.current;
      setPosition(current.current);
    };
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      moveBy(event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY : event.deltaY / ROW_HEIGHT);
    };
    const onKey = (event: KeyboardEvent) => {
      const rows = KEYS[event.key]?.(Math.floor(table.room / ROW_HEIGHT));
      if (rows === undefined) return;
      event.preventDefault();
      moveBy(rows);
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    element.addEventListener("keydown", onKey);
    return () => {
      element.removeEventListener("wheel", onWheel);
      element.removeEventListener("keydown", onKey);
    };
  }, [scroller, table]);

  return { position, onScroll };
}
