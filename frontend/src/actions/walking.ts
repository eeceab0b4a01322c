/** Walking the graph by arrow keys: from card to card, and from port to port while a port has the focus. */

import { cyclePort, focusedPort, walkPorts } from "../canvas/portFocus";
import { ensureVisible, focusOn } from "../canvas/stage";
import { currentView } from "../canvas/viewing";
import { inOrder } from "../graph/order";
import { type Direction, step } from "../graph/walk";
import { editing } from "../messages/editing";
import { select, useUi } from "../stores/ui";
import { type Action, hasNodes, selectedCards } from "./action";

function walk(direction: Direction): void {
  if (useUi.getState().byKeyboard) cyclePort(direction === "right" || direction === "down" ? 1 : -1);
  else if (focusedPort()) walkPorts(direction);
  else walkCards(direction);
}

function walkCards(direction: Direction): void {
  const view = currentView();
  if (!view) return;
  const focused = document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id;
  const from = [focused, selectedCards().at(-1)].find((card) => card !== undefined && view.design.nodes[card]);
  const to = from === undefined ? inOrder(view.design)[0] : step(view.design, from, direction);
  if (to === null || to === undefined) return;
  select([to]);
  ensureVisible(to);
  focusOn(`.react-flow__node[data-id="${CSS.escape(to)}"]`);
}

const walking = (direction: Direction, key: string): Action => ({
  id: `walk ${direction}`,
  name: editing.actions.walk[direction],
  group: "view",
  keys: [key],
  onCanvas: true,
  notInOutline: true,
  quiet: true,
  enabled: hasNodes,
  perform: () => walk(direction),
});

export const walks: readonly Action[] = [
  walking("up", "ArrowUp"),
  walking("down", "ArrowDown"),
  walking("left", "ArrowLeft"),
  walking("right", "ArrowRight"),
];
