/** Where the cards of a design are: the same list as long as none of them moves or changes its size. */

import type { Box } from "../graph/route";
import { NODE_WIDTH } from "../graph/sizes";
import type { Design } from "../graph/types";
import { heightOf } from "./measure";
import { currentView } from "./viewing";

const NONE: readonly Box[] = [];
/** Beyond it the edges take the short way: looking for a better one would cost frames. */
const MANY_NODES = 300;

let seen: Design["nodes"] | null = null;
let boxes = NONE;

/** Of what the canvas shows: a folded group is one card. */
export const shownBoxes = (): readonly Box[] => boxesOf(currentView()?.design ?? null);

export function boxesOf(design: Design | null): readonly Box[] {
  if (!design) return NONE;
  if (design.nodes !== seen) {
    seen = design.nodes;
    const found = Object.values(seen).length > MANY_NODES ? NONE : Object.values(seen).map(boxOf);
    if (!same(found, boxes)) boxes = found;
  }
  return boxes;
}

function boxOf(node: Design["nodes"][string]): Box {
  return { left: node.x, top: node.y, right: node.x + NODE_WIDTH, bottom: node.y + heightOf(node) };
}

function same(some: readonly Box[], others: readonly Box[]): boolean {
  return (
    some.length === others.length &&
    some.every((box, index) => {
      const other = others[index]!;
      return box.left === other.left && box.top === other.top && box.bottom === other.bottom;
    })
  );
}
