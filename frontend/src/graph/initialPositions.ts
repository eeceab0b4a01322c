/** Places for nodes that have none, as those of a design that was written by hand. */

import type { Design } from "../api/designDocument";
import { NODE_HEIGHT, ROW_GAP } from "./cardSizes";
import { sortTopologically } from "./topologicalOrder";

/** Whether all of several nodes lie at one place, as those of a design file without places. */
export function hasStackedNodes({ nodes }: Design): boolean {
  const [first, ...others] = Object.values(nodes);
  return others.length > 0 && others.every(({ x, y }) => x === first!.x && y === first!.y);
}

/** The design with a place for every node: those without one stand in a column below the others, in the order of flow. */
export function placeUnplacedNodes(design: Design): Design {
  const lost = Object.entries(design.nodes).filter(([, { x, y }]) => !Number.isFinite(x) || !Number.isFinite(y));
  if (lost.length === 0) return design;
  const ids = new Set(lost.map(([id]) => id));
  const others = Object.entries(design.nodes).filter(([id]) => !ids.has(id));
  const left = Math.min(...others.map(([, { x }]) => x));
  const step = NODE_HEIGHT + ROW_GAP;
  const top = others.length > 0 ? Math.max(...others.map(([, { y }]) => y)) + step : 0;
  const whole = { ...design, nodes: { ...design.nodes } };
  for (const id of ids) whole.nodes[id] = { ...whole.nodes[id]!, x: 0, y: 0 };
  const order = sortTopologically(whole).filter((id) => ids.has(id));
  order.forEach((id, index) => {
    whole.nodes[id] = { ...whole.nodes[id]!, x: others.length > 0 ? left : 0, y: top + index * step };
  });
  return whole;
}
