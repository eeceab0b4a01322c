/** Where a panel over the canvas covers nothing of what it speaks of. */

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** For the style of the panel, from the upper left corner of the window. */
export interface CornerPlace {
  left: number;
  top: number;
  right: "auto";
  bottom: "auto";
}

const MARGIN = 16;
/** Above the bars at the lower edge of the canvas. */
const BAR_HEIGHT = 48;

/** The corner of the canvas that is best; the one where the panel is, as long as it covers nothing there. */
export function findFreeCorner(
  panel: Box,
  canvas: Box,
  kept: readonly Box[],
  before: CornerPlace | null,
): CornerPlace | null {
  const covers = (box: Box) => kept.some((one) => isOverlapping(one, box));
  if (!covers(panel)) return before;
  const [width, height] = [panel.right - panel.left, panel.bottom - panel.top];
  const lefts = [canvas.right - MARGIN - width, canvas.left + MARGIN];
  const tops = [canvas.bottom - MARGIN - height, canvas.top + MARGIN, canvas.bottom - BAR_HEIGHT - MARGIN - height];
  const corners = tops.flatMap((top) => lefts.map((left) => ({ left: Math.round(left), top: Math.round(top) })));
  const free = corners.find(({ left, top }) => !covers({ left, top, right: left + width, bottom: top + height }));
  return free ? { ...free, right: "auto", bottom: "auto" } : before;
}

const isOverlapping = (one: Box, other: Box): boolean =>
  one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
