/** The fixed measures of cards and grid, in pixels of the unzoomed canvas. */

export const NODE_WIDTH = 248;
export const NODE_HEIGHT = 72;
/** Added for every line of the title after the first. */
export const TITLE_LINE = 16;
export const ROW_GAP = 32;
export const COLUMN_GAP = 28;
export const GRID_STEP = 8;

/** Where port `index` of `count` sits along the edge of its card. */
export function computePortX(index: number, count: number): number {
  return (NODE_WIDTH * (index + 1)) / (count + 1);
}

export function computeNodeHeight(titleLines: number): number {
  return titleLines <= 1 ? NODE_HEIGHT : NODE_HEIGHT - 2 + TITLE_LINE * (titleLines - 1);
}

export const snapToGrid = (value: number): number => Math.round(value / GRID_STEP) * GRID_STEP;
