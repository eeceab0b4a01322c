/** Walking the graph by arrow keys: along edges up and down, to the neighbors left and right. */

import type { Design } from "../api/designDocument";
import { listEdges } from "./ports";

export type Direction = "up" | "down" | "left" | "right";

/** The node that an arrow key leads to from a node; null where there is none. */
export function findNeighbor(design: Design, from: string, direction: Direction): string | null {
  const here = design.nodes[from];
  if (!here) return null;
  if (direction === "up" || direction === "down") {
    const edges = listEdges(design);
    const linked =
      direction === "up"
        ? edges.filter(({ target }) => target === from).map(({ source }) => source)
        : edges.filter(({ source }) => source === from).map(({ target }) => target);
    const there = linked.filter((id) => design.nodes[id]);
    if (there.length > 0) return findClosest(design, from, there, direction);
  }
  const beyond = Object.keys(design.nodes).filter((id) => id !== from && isInDirection(design, from, id, direction));
  return findClosest(design, from, beyond, direction);
}

/** Whether another node lies in a direction: more that way than across it. */
function isInDirection(design: Design, from: string, to: string, direction: Direction): boolean {
  const [here, there] = [design.nodes[from]!, design.nodes[to]!];
  const [right, down] = [there.x - here.x, there.y - here.y];
  switch (direction) {
    case "left":
      return right < 0 && Math.abs(down) <= Math.abs(right);
    case "right":
      return right > 0 && Math.abs(down) <= Math.abs(right);
    case "up":
      return down < 0 && Math.abs(right) <= Math.abs(down);
    case "down":
      return down > 0 && Math.abs(right) <= Math.abs(down);
  }
}

/** The closest of several: what is off to the side counts twice. */
function findClosest(design: Design, from: string, others: readonly string[], direction: Direction): string | null {
  const here = design.nodes[from]!;
  const upright = direction === "up" || direction === "down";
  const away = (id: string) => {
    const [right, down] = [Math.abs(design.nodes[id]!.x - here.x), Math.abs(design.nodes[id]!.y - here.y)];
    return upright ? down + 2 * right : right + 2 * down;
  };
  return [...others].sort((one, other) => away(one) - away(other))[0] ?? null;
}
