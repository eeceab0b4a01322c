/** The grid by mouse, pen and finger. */

import { type MouseEvent, type PointerEvent, useRef } from "react";
import type { CellPosition, MarkedCells } from "./cellSelection";
import { type PlacedColumn, resizeColumn } from "./columnLayout";
import { changeTableViewState, type TableViewState, toggleSort } from "./tableViewState";

interface GridPointerOptions {
  artifact: string;
  look: TableViewState;
  columns: PlacedColumn[];
  marked: MarkedCells;
  setMarked: (to: MarkedCells) => void;
  openMenu: (column: number, element: Element | null) => void;
  rows: number;
}

/** Presses and drags over cells, headers, row numbers and the edges between headers. */
export function useGridPointer({ artifact, look, columns, marked, setMarked, openMenu, rows }: GridPointerOptions) {
  const resizing = useRef<{ at: number; from: number; width: number } | null>(null);
  const placeOf = (target: EventTarget): CellPosition | null => {
    const cell = (target as Element).closest?.<HTMLElement>("[data-row]");
    return cell ? { row: Number(cell.dataset.row), column: Number(cell.dataset.column) } : null;
  };
  const extend = (active: CellPosition) => setMarked({ anchor: marked.anchor, active });
  return {
    onPointerDown: (event: PointerEvent) => {
      const place = placeOf(event.target);
      if (!place || event.button !== 0) return;
      const target = event.target as Element;
      if (target.closest("[data-menu]")) return;
      if (target.closest("[data-edge]")) {
        resizing.current = { at: place.column, from: event.clientX, width: columns[place.column]!.width };
        event.currentTarget.setPointerCapture(event.pointerId);
        return;
      }
      if (place.column < 0) {
        const last = columns.length - 1;
        const from = place.row < 0 ? { row: 0, column: 0 } : { row: place.row, column: 0 };
        const to = place.row < 0 ? { row: rows - 1, column: last } : { row: place.row, column: last };
        return setMarked({ anchor: event.shiftKey ? { row: marked.anchor.row, column: 0 } : from, active: to });
      }
      if (event.shiftKey && place.row >= 0) extend(place);
      else setMarked({ anchor: place, active: place });
    },
    onPointerMove: (event: PointerEvent) => {
      const drag = resizing.current;
      if (drag) {
        const { name } = columns[drag.at]!.profile;
        changeTableViewState(artifact, {
          widths: resizeColumn(look.widths, name, drag.width + event.clientX - drag.from),
        });
        return;
      }
      const place = event.buttons === 1 ? placeOf(event.target) : null;
      const { active } = marked;
      if (
        place &&
        place.row >= 0 &&
        place.column >= 0 &&
        (place.row !== active.row || place.column !== active.column)
      ) {
        extend(place);
      }
    },
    onPointerUp: () => {
      resizing.current = null;
    },
    onClick: (event: MouseEvent) => {
      const target = event.target as Element;
      const place = placeOf(target);
      if (!place || place.row !== -1 || place.column < 0 || target.closest("[data-edge]")) return;
      // When the finger leaves: a menu that opens under it would close at once.
      if (target.closest("[data-menu]")) return openMenu(place.column, target.closest("th"));
      const { name } = columns[place.column]!.profile;
      changeTableViewState(artifact, { sort: toggleSort(look.sort, name, event.shiftKey) });
    },
    onContextMenu: (event: MouseEvent) => {
      const place = placeOf(event.target);
      if (place?.row !== -1 || place.column < 0) return;
      event.preventDefault();
      openMenu(place.column, (event.target as Element).closest("th"));
    },
  };
}
