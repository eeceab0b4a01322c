/** The edits that put cards at places, whatever the cards stand for. */

import type { Card, Place } from "../graph/arrange";
import { groupIn, groupsOf, moveGroup, noteIn, notesOf } from "../graph/groups";
import { moveTo } from "../graph/layout";
import type { Design, Edit } from "../graph/types";
import { framesOf } from "./frames";
import { currentView } from "./viewing";

/** What moves along with its group is not moved twice. */
export function placeEdits(document: Design, places: readonly Place[]): Edit[] {
  const view = currentView();
  const frames = view ? framesOf(view) : new Map<string, Card>();
  const byPath = new Map<string, Edit>();
  for (const place of places) {
    for (const edit of placeEdit(document, frames, place)) byPath.set(edit.path.join("\n"), edit);
  }
  return [...byPath.values()];
}

function placeEdit(document: Design, frames: ReadonlyMap<string, Card>, { id, x, y }: Place): Edit[] {
  const [group, note] = [groupIn(id), noteIn(id)];
  const at = { x: Math.round(x), y: Math.round(y) };
  if (group !== null) {
    const from = frames.get(group) ?? groupsOf(document).get(group);
    return from ? moveGroup(document, group, at.x - from.x, at.y - from.y) : [];
  }
  if (note === null) return moveTo(document, id, at.x, at.y);
  const was = notesOf(document).get(note);
  if (!was) return [];
  return (["x", "y"] as const)
    .filter((axis) => was[axis] !== at[axis])
    .map((axis) => ({ path: ["notes", note, axis], value: at[axis] }));
}

/** Where edits of places would put the cards of a view. */
export function placesOf(view: Design, edits: readonly Edit[]): Place[] {
  const places = new Map<string, Place>();
  for (const { path, value } of edits) {
    const [, id, axis] = path as [string, string, "x" | "y"];
    const node = view.nodes[id];
    if (!node || typeof value !== "number") continue;
    places.set(id, { ...(places.get(id) ?? { id, x: node.x, y: node.y }), [axis]: value });
  }
  return [...places.values()];
}
