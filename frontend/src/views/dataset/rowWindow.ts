/** Which rows of a table are in sight. Browsers cap the height of an element, so long tables are scrolled in proportion. */

export const ROW_HEIGHT = 28;
/** Up to so many rows every row has its own place; above, the share that is scrolled tells the row. */
export const MOST_PLACES = 300_000;
/** Rows drawn above and below what is in sight. */
const SPARE = 6;

export interface Table {
  rows: number;
  /** Height of the room for rows, in pixels. */
  room: number;
}

export interface InSight {
  /** First and last drawn row; `last` is -1 when there is none. */
  first: number;
  last: number;
  /** Pixels from the top of the content to the first drawn row. */
  top: number;
  /** Pixels of the whole content. */
  height: number;
}

const contentHeight = ({ rows }: Table): number => Math.min(rows, MOST_PLACES) * ROW_HEIGHT;

/** The last position that still fills the room. */
export const lastPosition = ({ rows, room }: Table): number => Math.max(0, rows - room / ROW_HEIGHT);

export const inProportion = ({ rows }: Table): boolean => rows > MOST_PLACES;

/** The row at the top edge, with fractions, when so many pixels are scrolled. */
export function positionAt(scrolled: number, table: Table): number {
  if (!inProportion(table)) return scrolled / ROW_HEIGHT;
  const most = Math.max(1, contentHeight(table) - table.room);
  return Math.min(1, scrolled / most) * lastPosition(table);
}

/** The inverse: how far to scroll so that `position` is at the top edge. */
export function scrolledTo(position: number, table: Table): number {
  if (!inProportion(table)) return position * ROW_HEIGHT;
  return (position / Math.max(1, lastPosition(table))) * (contentHeight(table) - table.room);
}

/** What to draw when the row `position` is at the top edge. */
export function inSight(position: number, table: Table): InSight {
  const at = Math.min(Math.max(0, position), lastPosition(table));
  const first = Math.max(0, Math.floor(at) - SPARE);
  const last = Math.min(table.rows - 1, Math.ceil(at + table.room / ROW_HEIGHT) + SPARE);
  const top = Math.max(0, scrolledTo(at, table) - (at - first) * ROW_HEIGHT);
  return { first, last, top, height: contentHeight(table) };
}

/** Rows that are asked for at once: fewer where a row is wide. */
export function windowSize(columns: number): number {
  return Math.min(200, Math.max(20, Math.round(40_000 / Math.max(1, columns))));
}

/** The numbers of the windows that hold the rows from `first` to `last`. */
export function windowsOf(first: number, last: number, size: number): number[] {
  if (last < first) return [];
  const from = Math.floor(first / size);
  return Array.from({ length: Math.floor(last / size) - from + 1 }, (_, at) => from + at);
}
