/** Room for nodes that a fix puts between others: they get rows of their own, and what stands below moves down. */

import type { Design, DesignNode, Edit } from "../api/designDocument";
import { applyEdits } from "./applyEdits";
import { COLUMN_GAP, GRID_STEP, NODE_WIDTH, ROW_GAP } from "./cardSizes";
import { getSourceNodes } from "./ports";
import { sortTopologically } from "./topologicalOrder";

interface CardPlace {
  x: number;
  y: number;
}

type CardPlaces = Map<string, CardPlace>;

/** Columns beside a place, the nearest first. */
const COLUMNS = [0, 1, -1, 2, -2, 3, -3, 4, -4];

/** The edits of a change, and those that lay out the nodes that it adds; as they are when it adds none. */
export function layOutAddedNodes(
  before: Design,
  edits: readonly Edit[],
  heightOf: (node: DesignNode) => number,
): Edit[] {
  const after = applyEdits(before, edits);
  const added = sortTopologically(after).filter((id) => !before.nodes[id] && after.nodes[id]);
  if (added.length === 0) return [...edits];
  const layout = new LocalLayout(after, new Set(added), heightOf);
  for (const id of added) layout.place(id);
  return [...edits, ...added.flatMap((id) => joinGroup(after, id)), ...layout.listMoves()];
}

class LocalLayout {
  private readonly places: CardPlaces;

  constructor(
    private readonly design: Design,
    /** The nodes that have no place yet. */
    private readonly waiting: Set<string>,
    private readonly heightOf: (node: DesignNode) => number,
  ) {
    this.places = new Map(Object.entries(design.nodes).map(([id, { x, y }]) => [id, { x, y }]));
  }

  place(id: string): void {
    const { design, places, waiting } = this;
    waiting.delete(id);
    const height = this.heightOf(design.nodes[id]!);
    const sources = getSourceNodes(design, id).filter((other) => places.has(other));
    const targets = listTargets(design, id).filter((other) => !waiting.has(other));
    const [first] = targets.length > 0 ? targets : sources;
    if (first === undefined) return;
    const top =
      sources.length > 0
        ? Math.max(...sources.map((other) => this.findBottom(other))) + ROW_GAP
        : Math.min(...targets.map((other) => places.get(other)!.y)) - ROW_GAP - height;
    this.moveDown(id, targets, top + height + ROW_GAP);
    const { x } = places.get(first)!;
    const columns = COLUMNS.map((by) => x + by * (NODE_WIDTH + COLUMN_GAP));
    places.set(id, { x: columns.find((column) => !this.isTaken(id, column, top, top + height)) ?? x, y: top });
  }

  /** The edits that put every card where it stands now. */
  listMoves(): Edit[] {
    return [...this.places].flatMap(([id, place]) => {
      const { x, y } = this.design.nodes[id]!;
      return (["x", "y"] as const)
        .filter((axis) => place[axis] !== { x, y }[axis])
        .map((axis): Edit => ({ path: ["nodes", id, axis], value: place[axis] }));
    });
  }

  private findBottom(id: string): number {
    return this.places.get(id)!.y + this.heightOf(this.design.nodes[id]!);
  }

  private isTaken(id: string, x: number, top: number, bottom: number): boolean {
    return [...this.places].some(([other, place]) => {
      if (other === id || this.waiting.has(other)) return false;
      const isBeside = Math.abs(place.x - x) < NODE_WIDTH + COLUMN_GAP / 2;
      return isBeside && place.y < bottom + ROW_GAP / 2 && this.findBottom(other) > top - ROW_GAP / 2;
    });
  }

  /** Moves the rows from the highest target on as far as they have to; what the node comes after stays. */
  private moveDown(id: string, targets: readonly string[], low: number): void {
    const { places } = this;
    const above = listAncestors(this.design, id);
    const lowest = Math.max(...[...above].map((other) => places.get(other)?.y ?? Number.NEGATIVE_INFINITY));
    const reached = targets.map((other) => places.get(other)!.y).filter((y) => y > lowest);
    if (reached.length === 0) return;
    const row = Math.min(...reached);
    const down = Math.ceil(Math.max(0, low - row) / GRID_STEP) * GRID_STEP;
    for (const [other, place] of places) {
      if (other === id || this.waiting.has(other) || above.has(other) || place.y < row) continue;
      places.set(other, { x: place.x, y: place.y + down });
    }
  }
}

function listAncestors(design: Design, id: string): Set<string> {
  const found = new Set<string>();
  const waiting = [id];
  while (waiting.length > 0) {
    for (const source of getSourceNodes(design, waiting.pop()!)) {
      if (found.has(source)) continue;
      found.add(source);
      waiting.push(source);
    }
  }
  return found;
}

const listTargets = (design: Design, id: string): string[] =>
  Object.keys(design.nodes).filter((other) => getSourceNodes(design, other).includes(id));

/** A node between cards of one group belongs to it. */
function joinGroup(design: Design, id: string): Edit[] {
  const around = [...getSourceNodes(design, id), ...listTargets(design, id)].map((other) => design.nodes[other]?.group);
  const [group] = around;
  const isShared = group && around.every((other) => other === group) && design.nodes[id]?.group !== group;
  return isShared ? [{ path: ["nodes", id, "group"], value: group }] : [];
}
