/** The grid by keyboard: moving, marking, copying, sorting, widths, the menu of a column. */

import type { KeyboardEvent } from "react";
import { type MarkedCells, moveMarked } from "./cellSelection";
import { type PlacedColumn, resizeColumn, WIDTH_STEP } from "./columnLayout";
import { changeTableViewState, type TableViewState, toggleSort } from "./tableViewState";

interface GridKeysOptions {
  artifact: string;
  look: TableViewState;
  columns: PlacedColumn[];
  marked: MarkedCells;
  mark: (to: MarkedCells) => void;
  rows: number;
  room: number;
  copy: (form: "tsv" | "csv", names: boolean) => void;
  openMenu: (column: number, element: Element | null) => void;
  id: string;
}

export function useGridKeys({
  artifact,
  look,
  columns,
  marked,
  mark,
  rows,
  room,
  copy,
  openMenu,
  id,
}: GridKeysOptions) {
  return (event: KeyboardEvent) => {
    const column = columns[marked.active.column];
    const done = () => {
      event.preventDefault();
      event.stopPropagation();
    };
    if (!column) return;
    const { name } = column.profile;
    if (event.altKey && event.shiftKey && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      const by = event.key === "ArrowLeft" ? -WIDTH_STEP : WIDTH_STEP;
      changeTableViewState(artifact, { widths: resizeColumn(look.widths, name, column.width + by) });
      return done();
    }
    if ((event.altKey && event.key === "ArrowDown") || (event.shiftKey && event.key === "F10")) {
      openMenu(marked.active.column, document.getElementById(`${id}--1-${marked.active.column}`));
      return done();
    }
    if (event.altKey) return;
    if (marked.active.row === -1 && event.key === "Enter") {
      changeTableViewState(artifact, { sort: toggleSort(look.sort, name, event.shiftKey) });
      return done();
    }
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "c") {
      copy("tsv", false);
      return done();
    }
    if (event.key === "Escape" && marked.anchor !== marked.active) {
      mark({ anchor: marked.active, active: marked.active });
      return done();
    }
    const to = moveMarked(marked, event, { rows, columns: columns.length, page: Math.floor(room / 28) });
    if (!to) return;
    mark(to);
    done();
  };
}
