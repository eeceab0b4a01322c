/** Moving the selected cards by key, a grid step at a time. */

import { computeFrames, listCards, listNoteCards } from "../canvas/groupFrames";
import { createMoveEdits } from "../canvas/moveEdits";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { GRID_STEP } from "../graph/cardSizes";
import type { Direction } from "../graph/keyboardNavigation";
import { editorTexts } from "../messages/editorTexts";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { type Action, getSelectedCards, hasSelection } from "../ui/actions/action";

const NUDGE_STEPS: Record<Direction, [number, number]> = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };

function nudgeSelected(direction: Direction): void {
  const { document } = useDesign.getState();
  const view = getVisibleGraph();
  if (!document || !view) return;
  const chosen = new Set(getSelectedCards());
  const [right, down] = NUDGE_STEPS[direction];
  const places = [...listCards(view), ...listNoteCards(view), ...computeFrames(view).values()]
    .filter(({ id }) => chosen.has(id))
    .map(({ id, x, y }) => ({ id, x: x + right * GRID_STEP, y: y + down * GRID_STEP }));
  changeDesign(editorTexts.historyLabels.moved([...chosen].map(getNodeName)), createMoveEdits(document, places));
}

const createNudgeAction = (direction: Direction, key: string): Action => ({
  id: `move ${direction}`,
  name: editorTexts.actions.move[direction],
  group: "arrange",
  order: 380,
  keys: [`Shift+${key}`],
  onCanvas: true,
  notInOutline: true,
  hiddenFromPalette: true,
  isEnabled: hasSelection,
  perform: () => nudgeSelected(direction),
});

export const nudgeActions: readonly Action[] = [
  createNudgeAction("left", "ArrowLeft"),
  createNudgeAction("right", "ArrowRight"),
  createNudgeAction("up", "ArrowUp"),
  createNudgeAction("down", "ArrowDown"),
];
