/** Scrolling of a table by rows: the scroll bar tells the place, wheel and keys move by real rows. */

import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import {
  getLastPosition,
  getPositionAt,
  getScrollTop,
  isScrollScaled,
  ROW_HEIGHT,
  type ScrolledTable,
} from "./rowWindow";

interface RowScroll {
  /** The row at the top edge, with fractions. */
  position: number;
  onScroll: () => void;
  /** Scroll as little as needed to have the row in sight. */
  reveal: (row: number) => void;
}

export function useRowScroll(scroller: RefObject<HTMLDivElement | null>, table: ScrolledTable): RowScroll {
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
    current.current = getPositionAt(scrolled, table);
    setPosition(current.current);
  }, [scroller, table]);

  const moveTo = useCallback(
    (to: number) => {
      const element = scroller.current;
      if (!element) return;
      current.current = Math.min(getLastPosition(table), Math.max(0, to));
      ours.current = getScrollTop(current.current, table);
      element.scrollTop = ours.current;
      setPosition(current.current);
    },
    [scroller, table],
  );

  const reveal = useCallback(
    (row: number) => {
      const inSight = Math.max(1, Math.floor(table.room / ROW_HEIGHT));
      if (row < current.current) moveTo(row);
      else if (row > current.current + inSight - 1) moveTo(row - inSight + 1);
    },
    [moveTo, table],
  );

  useEffect(() => {
    const element = scroller.current;
    if (!element || !isScrollScaled(table)) return;
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) return;
      event.preventDefault();
      const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE;
      moveTo(current.current + (lines ? event.deltaY : event.deltaY / ROW_HEIGHT));
    };
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  }, [scroller, table, moveTo]);

  return { position, onScroll, reveal };
}
