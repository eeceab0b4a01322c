/** Which rows of a table are in sight. Browsers cap the height of an element, so long tables are scrolled in proportion. */

export const ROW_HEIGHT = 28;
/** Up to so many rows every row has its own place; above, the share that is scrolled tells the row. */
export const LARGEST_UNSCALED = 300_000;
/** Rows drawn above and below what is in sight. */
const SPARE = 6;

export interface ScrolledTable {
  rows: number;
  /** Height of the room for rows, in pixels. */
  room: number;
}

export interface VisibleRows {
  /** First and last drawn row; `lastUploadId` is -1 when there is none. */
  first: number;
  last: number;
  /** Pixels from the top of the content to the first drawn row. */
  top: number;
  /** Pixels of the whole content. */
  height: number;
}

const getContentHeight = ({ rows }: ScrolledTable): number => Math.min(rows, LARGEST_UNSCALED) * ROW_HEIGHT;

/** The last position that still fills the room. */
export const getLastPosition = ({ rows, room }: ScrolledTable): number => Math.max(0, rows - room / ROW_HEIGHT);

export const isScrollScaled = ({ rows }: ScrolledTable): boolean => rows > LARGEST_UNSCALED;

/** The row at the top edge, with fractions, when so many pixels are scrolled. */
export function getPositionAt(scrolled: number, table: ScrolledTable): number {
  if (!isScrollScaled(table)) return scrolled / ROW_HEIGHT;
  const most = Math.max(1, getContentHeight(table) - table.room);
  return Math.min(1, scrolled / most) * getLastPosition(table);
}

/** The inverse: how far to scroll so that `position` is at the top edge. */
export function getScrollTop(position: number, table: ScrolledTable): number {
  if (!isScrollScaled(table)) return position * ROW_HEIGHT;
  return (position / Math.max(1, getLastPosition(table))) * (getContentHeight(table) - table.room);
}

/** What to draw when the row `position` is at the top edge. */
export function getVisibleRows(position: number, table: ScrolledTable): VisibleRows {
  const at = Math.min(Math.max(0, position), getLastPosition(table));
  const first = Math.max(0, Math.floor(at) - SPARE);
  const last = Math.min(table.rows - 1, Math.ceil(at + table.room / ROW_HEIGHT) + SPARE);
  const top = Math.max(0, getScrollTop(at, table) - (at - first) * ROW_HEIGHT);
  return { first, last, top, height: getContentHeight(table) };
}

/** Rows that are asked for at once: fewer where a row is wide. */
export function getWindowSize(columns: number): number {
  return Math.min(200, Math.max(20, Math.round(40_000 / Math.max(1, columns))));
}

/** The numbers of the windows that hold the rows from `first` to `lastUploadId`. */
export function listWindows(first: number, last: number, size: number): number[] {
  if (last < first) return [];
  const from = Math.floor(first / size);
  return Array.from({ length: Math.floor(last / size) - from + 1 }, (_, at) => from + at);
}
