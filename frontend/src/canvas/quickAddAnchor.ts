/** Where on the screen the search for a module opens: at its place in the design, else at the row of the outline. */

import { NODE_HEIGHT, NODE_WIDTH } from "../graph/cardSizes";
import { useDesign } from "../stores/designStore";
import { hasCanvas, toScreenPosition } from "./viewport";

/** Its size on the screen with a full list. */
export const QUICK_ADD_SIZE = { width: 340, height: 350 };

const SIDE_GAP = 12;
/** A card and a gap. */
const CARD_REACH = NODE_WIDTH + SIDE_GAP;

interface ScreenPoint {
  x: number;
  y: number;
}

/** The anchor for a place of the design, so that the search is in the window. */
export function computeAnchor(at: ScreenPoint): ScreenPoint {
  const { x, y } = hasCanvas() ? toScreenPosition(at) : computeAnchorAtRow();
  const [right, bottom] = [innerWidth - QUICK_ADD_SIZE.width - 8, innerHeight - QUICK_ADD_SIZE.height];
  const top = Math.max(60, Math.min(y, bottom));
  // Moved up, it would cover what it belongs to: it stands beside that.
  const beside = top < y - 4 ? (x + CARD_REACH <= right ? x + CARD_REACH : x - QUICK_ADD_SIZE.width - SIDE_GAP) : x;
  return { x: Math.max(8, Math.min(beside, right)), y: top };
}

/** Right below a card. */
export function computeAnchorBelow(id: string): ScreenPoint {
  const node = useDesign.getState().document?.nodes[id] ?? { x: 0, y: 0 };
  return computeAnchor({ x: node.x, y: node.y + NODE_HEIGHT + 8 });
}

function computeAnchorAtRow(): ScreenPoint {
  const row = document.querySelector(".outline [aria-selected='true'] .outline-name, .outline-bar h2, .outline-bar");
  const { left, bottom } = row?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
  return { x: left, y: bottom + 8 };
}
