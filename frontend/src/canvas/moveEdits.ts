/** The edits that put cards at places, whatever the cards stand for. */

import type { Design, Edit } from "../api/designDocument";
import { moveNode } from "../graph/automaticLayout";
import type { CardPosition, CardRect } from "../graph/cardAlignment";
import { moveGroup, parseGroupCardId, parseNoteCardId, readGroups, readNotes } from "../graph/designGroups";
import { computeFrames } from "./groupFrames";
import { getVisibleGraph } from "./useVisibleGraph";

/** What moves along with its group is not moved twice. */
export function createMoveEdits(document: Design, places: readonly CardPosition[]): Edit[] {
  const view = getVisibleGraph();
  const frames = view ? computeFrames(view) : new Map<string, CardRect>();
  const byPath = new Map<string, Edit>();
  for (const place of places) {
    for (const edit of createMoveEdit(document, frames, place)) byPath.set(edit.path.join("\n"), edit);
  }
  return [...byPath.values()];
}

function createMoveEdit(document: Design, frames: ReadonlyMap<string, CardRect>, { id, x, y }: CardPosition): Edit[] {
  const [group, note] = [parseGroupCardId(id), parseNoteCardId(id)];
  const at = { x: Math.round(x), y: Math.round(y) };
  if (group !== null) {
    const from = frames.get(group) ?? readGroups(document).get(group);
    return from ? moveGroup(document, group, at.x - from.x, at.y - from.y) : [];
  }
  if (note === null) return moveNode(document, id, at.x, at.y);
  const was = readNotes(document).get(note);
  if (!was) return [];
  return (["x", "y"] as const)
    .filter((axis) => was[axis] !== at[axis])
    .map((axis) => ({ path: ["notes", note, axis], value: at[axis] }));
}

/** Where edits of places would put the cards of a view. */
export function toCardPositions(view: Design, edits: readonly Edit[]): CardPosition[] {
  const places = new Map<string, CardPosition>();
  for (const { path, value } of edits) {
    const [, id, axis] = path as [string, string, "x" | "y"];
    const node = view.nodes[id];
    if (!node || typeof value !== "number") continue;
    places.set(id, { ...(places.get(id) ?? { id, x: node.x, y: node.y }), [axis]: value });
  }
  return [...places.values()];
}
