/** Where on the screen the search for a module opens: at its place in the design, else at the row of the outline. */

import { NODE_HEIGHT } from "../graph/sizes";
import { useDesign } from "../stores/design";
import { hasStage, onScreen } from "./stage";

/** Its size on the screen with a full list. */
export const SEARCH = { width: 340, height: 350 };

interface Point {
  x: number;
  y: number;
}

/** The anchor for a place of the design, so that the search is in the window. */
export function anchorAt(at: Point): Point {
  const { x, y } = hasStage() ? onScreen(at) : besideRow();
  const [right, bottom] = [innerWidth - SEARCH.width - 8, innerHeight - SEARCH.height];
  return { x: Math.max(8, Math.min(x, right)), y: Math.max(60, Math.min(y, bottom)) };
}

/** Right below a card. */
export function besides(id: string): Point {
  const node = useDesign.getState().document?.nodes[id] ?? { x: 0, y: 0 };
  return anchorAt({ x: node.x, y: node.y + NODE_HEIGHT + 8 });
}

function besideRow(): Point {
  const row = document.querySelector(".outline [aria-selected='true'] .outline-name, .outline-bar h2, .outline-bar");
  const { left, bottom } = row?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
  return { x: left, y: bottom + 8 };
}
