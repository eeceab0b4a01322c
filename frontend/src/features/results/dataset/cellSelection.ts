/** Cells of a table: which one is active, which are selected, and where keys lead. Pure, so that it is tested without a table. */

export interface CellPosition {
  /** -1 is the header. */
  row: number;
  /** The place among the columns that are shown. */
  column: number;
}

/** From a corner that stays to the active one. */
export interface MarkedCells {
  anchor: CellPosition;
  active: CellPosition;
}

export interface TableSize {
  rows: number;
  columns: number;
  /** Rows in sight. */
  page: number;
}

export interface CellRange {
  top: number;
  bottom: number;
  left: number;
  right: number;
}

export function getMarkedRange({ anchor, active }: MarkedCells): CellRange {
  return {
    top: Math.min(anchor.row, active.row),
    bottom: Math.max(anchor.row, active.row),
    left: Math.min(anchor.column, active.column),
    right: Math.max(anchor.column, active.column),
  };
}

export const countCells = ({ top, bottom, left, right }: CellRange): number =>
  Math.max(0, bottom - Math.max(0, top) + 1) * Math.max(0, right - left + 1);

interface PressedKey {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  shiftKey: boolean;
}

/** Where a key leads, or null where it is none of the table's. */
export function moveMarked(
  marked: MarkedCells,
  { key, ctrlKey, metaKey, shiftKey }: PressedKey,
  size: TableSize,
): MarkedCells | null {
  const all = ctrlKey || metaKey;
  const { row, column } = marked.active;
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  const whole = selectWhole(key, all, shiftKey, marked, size);
  if (whole) return whole;
  const places: Record<string, CellPosition> = {
    ArrowUp: { row: all ? 0 : row - 1, column },
    ArrowDown: { row: all ? lastRow : row + 1, column },
    ArrowLeft: { row, column: all ? 0 : column - 1 },
    ArrowRight: { row, column: all ? lastColumn : column + 1 },
    PageUp: { row: Math.max(0, row - size.page), column },
    PageDown: { row: row + size.page, column },
    Home: { row: all ? 0 : row, column: 0 },
    End: { row: all ? lastRow : row, column: lastColumn },
  };
  const to = places[key];
  if (!to) return null;
  const active = {
    row: clamp(to.row, shiftKey ? 0 : -1, lastRow),
    column: clamp(to.column, 0, lastColumn),
  };
  return { active, anchor: shiftKey ? marked.anchor : active };
}

/** Ctrl+A: all cells; Shift+Space: the whole rows; Ctrl+Space: the whole columns. */
function selectWhole(
  key: string,
  all: boolean,
  shift: boolean,
  marked: MarkedCells,
  size: TableSize,
): MarkedCells | null {
  const [lastRow, lastColumn] = [size.rows - 1, size.columns - 1];
  const { anchor, active } = marked;
  if (all && key.toLowerCase() === "a") {
    return { anchor: { row: 0, column: 0 }, active: { row: lastRow, column: lastColumn } };
  }
  if (key !== " " || (!all && !shift)) return null;
  return shift
    ? { anchor: { row: anchor.row, column: 0 }, active: { row: active.row, column: lastColumn } }
    : { anchor: { row: 0, column: anchor.column }, active: { row: lastRow, column: active.column } };
}

const clamp = (value: number, least: number, most: number): number => Math.max(least, Math.min(most, value));
