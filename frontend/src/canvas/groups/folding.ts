/** Folding groups, and their titles and colours. */

import { fold, groupsOf } from "../../graph/groups";
import { NODE_HEIGHT, NODE_WIDTH } from "../../graph/sizes";
import { editing } from "../../messages/editing";
import { change, useDesign } from "../../stores/design";
import { framesOf } from "../frames";
import { currentView } from "../viewing";

/** The colours that groups and notes have; others show as the first. */
export const COLOURS = ["yellow", "blue", "green", "red", "grey"] as const;
export const colourOf = (name: string): string => (COLOURS.some((one) => one === name) ? name : "yellow");

/** Fold to one card in the middle of the frame, or unfold. */
export function setFolded(id: string, folded: boolean): void {
  const { document } = useDesign.getState();
  const view = currentView();
  const group = document && groupsOf(document).get(id);
  if (!group || !view) return;
  const frame = framesOf(view).get(id);
  const at = frame
    ? {
        x: Math.round(frame.x + (frame.width - NODE_WIDTH) / 2),
        y: Math.round(frame.y + (frame.height - NODE_HEIGHT) / 2),
      }
    : { x: group.x, y: group.y };
  const label = folded ? editing.done.folded(group.title) : editing.done.unfolded(group.title);
  change(label, fold(document, id, folded, at));
}

export function renameGroup(id: string, title: string): void {
  const name = title.trim();
  if (name) change(editing.done.renamedGroup(name), [{ path: ["groups", id, "title"], value: name }]);
}

export function colour(kind: "groups" | "notes", id: string, value: string): void {
  change(editing.done.coloured, [{ path: [kind, id, "color"], value }]);
}
