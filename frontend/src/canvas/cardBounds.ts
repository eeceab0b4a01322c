/** Where the cards of a design are: the same list as long as none of them moves or changes its size. */

import type { Design } from "../api/designDocument";
import { NODE_WIDTH } from "../graph/cardSizes";
import type { CardBounds } from "../graph/edgeRouting";
import { computeCardHeight } from "./measureCards";
import { getVisibleGraph } from "./useVisibleGraph";

const NO_BOUNDS: readonly CardBounds[] = [];
/** Beyond it the edges take the short way: looking for a better one would cost frames. */
const MAX_ROUTED_CARDS = 300;

let cachedNodes: Design["nodes"] | null = null;
let cachedBounds = NO_BOUNDS;

/** Of what the canvas shows: a folded group is one card. */
export const getVisibleBounds = (): readonly CardBounds[] => computeBounds(getVisibleGraph()?.design ?? null);

export function computeBounds(design: Design | null): readonly CardBounds[] {
  if (!design) return NO_BOUNDS;
  if (design.nodes !== cachedNodes) {
    cachedNodes = design.nodes;
    const found =
      Object.values(cachedNodes).length > MAX_ROUTED_CARDS ? NO_BOUNDS : Object.values(cachedNodes).map(toCardBounds);
    if (!isSameBounds(found, cachedBounds)) cachedBounds = found;
  }
  return cachedBounds;
}

function toCardBounds(node: Design["nodes"][string]): CardBounds {
  return { left: node.x, top: node.y, right: node.x + NODE_WIDTH, bottom: node.y + computeCardHeight(node) };
}

function isSameBounds(some: readonly CardBounds[], others: readonly CardBounds[]): boolean {
  return (
    some.length === others.length &&
    some.every((box, index) => {
      const other = others[index]!;
      return box.left === other.left && box.top === other.top && box.bottom === other.bottom;
    })
  );
}
