/** Folding groups, and their titles and colors. */

import { NODE_HEIGHT, NODE_WIDTH } from "../../graph/cardSizes";
import { readGroups, setGroupCollapsed } from "../../graph/designGroups";
import { editorTexts } from "../../messages/editorTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import { computeFrames } from "../groupFrames";
import { getVisibleGraph } from "../useVisibleGraph";

/** The colors that groups and notes have; others show as the first. */
export const CARD_COLORS = ["yellow", "blue", "green", "red", "grey"] as const;
export const toKnownColor = (name: string): string => (CARD_COLORS.some((one) => one === name) ? name : "yellow");

/** Fold to one card in the middle of the frame, or unfold. */
export function setGroupFolded(id: string, folded: boolean): void {
  const { document } = useDesign.getState();
  const view = getVisibleGraph();
  const group = document && readGroups(document).get(id);
  if (!group || !view) return;
  const frame = computeFrames(view).get(id);
  const at = frame
    ? {
        x: Math.round(frame.x + (frame.width - NODE_WIDTH) / 2),
        y: Math.round(frame.y + (frame.height - NODE_HEIGHT) / 2),
      }
    : { x: group.x, y: group.y };
  const label = folded
    ? editorTexts.historyLabels.folded(group.title)
    : editorTexts.historyLabels.unfolded(group.title);
  changeDesign(label, setGroupCollapsed(document, id, folded, at));
}

export function renameGroup(id: string, title: string): void {
  const name = title.trim();
  if (name)
    changeDesign(editorTexts.historyLabels.renamedGroup(name), [{ path: ["groups", id, "title"], value: name }]);
}

export function setCardColor(kind: "groups" | "notes", id: string, value: string): void {
  changeDesign(editorTexts.historyLabels.colored, [{ path: [kind, id, "color"], value }]);
}
