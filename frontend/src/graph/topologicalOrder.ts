/** The nodes of a design in the order in which data flow through it. */

import type { Design } from "../api/designDocument";
import { getSourceNodes } from "./ports";

/** Sources first; among equals from top to bottom and from left to right. Nodes of a circle come where they are reached. */
export function sortTopologically(design: Design): string[] {
  const placed = new Set<string>();
  const order: string[] = [];
  const place = (id: string): void => {
    if (placed.has(id) || !design.nodes[id]) return;
    placed.add(id);
    for (const source of getSourceNodes(design, id)) place(source);
    order.push(id);
  };
  const byPlace = Object.entries(design.nodes).sort(([, one], [, other]) => one.y - other.y || one.x - other.x);
  for (const [id] of byPlace) place(id);
  return order;
}
