/** Walking the graph by arrow keys: from card to card, and from port to port while a port has the focus. */

import { cyclePortFocus, getFocusedPort, movePortFocus } from "../canvas/portFocus";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { ensureVisible, focusElement } from "../canvas/viewport";
import { type Direction, findNeighbor } from "../graph/keyboardNavigation";
import { sortTopologically } from "../graph/topologicalOrder";
import { editorTexts } from "../messages/editorTexts";
import { selectCards, useUi } from "../stores/uiStore";
import { type Action, getSelectedCards, hasNodes } from "../ui/actions/action";

function moveCanvasFocus(direction: Direction): void {
  if (useUi.getState().keyboardEdge) cyclePortFocus(direction === "right" || direction === "down" ? 1 : -1);
  else if (getFocusedPort()) movePortFocus(direction);
  else moveCardFocus(direction);
}

function moveCardFocus(direction: Direction): void {
  const view = getVisibleGraph();
  if (!view) return;
  const focused = document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const from = [focused, getSelectedCards().at(-1)].find((card) => card !== undefined && view.design.nodes[card]);
  const to = from === undefined ? sortTopologically(view.design)[0] : findNeighbor(view.design, from, direction);
  if (to === null || to === undefined) return;
  selectCards([to]);
  ensureVisible(to);
  focusElement(`.react-flow__node[data-id="${CSS.escape(to)}"]`);
}

const createArrowAction = (direction: Direction, key: string): Action => ({
  id: `walk ${direction}`,
  name: editorTexts.actions.walk[direction],
  group: "view",
  order: 370,
  keys: [key],
  onCanvas: true,
  notInOutline: true,
  hiddenFromPalette: true,
  isEnabled: hasNodes,
  perform: () => moveCanvasFocus(direction),
});

export const arrowActions: readonly Action[] = [
  createArrowAction("up", "ArrowUp"),
  createArrowAction("down", "ArrowDown"),
  createArrowAction("left", "ArrowLeft"),
  createArrowAction("right", "ArrowRight"),
];
