/** Moving the selected cards by key, a grid step at a time. */

import { cardsOf, framesOf, noteCardsOf } from "../canvas/frames";
import { placeEdits } from "../canvas/placing";
import { currentView } from "../canvas/viewing";
import { SNAP } from "../graph/sizes";
import type { Direction } from "../graph/walk";
import { editing } from "../messages/editing";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { type Action, hasSelection, selectedCards } from "./action";

const STEPS: Record<Direction, [number, number]> = { up: [0, -1], down: [0, 1], left: [-1, 0], right: [1, 0] };

function moveSelected(direction: Direction): void {
  const { document } = useDesign.getState();
  const view = currentView();
  if (!document || !view) return;
  const chosen = new Set(selectedCards());
  const [right, down] = STEPS[direction];
  const places = [...cardsOf(view), ...noteCardsOf(view), ...framesOf(view).values()]
    .filter(({ id }) => chosen.has(id))
    .map(({ id, x, y }) => ({ id, x: x + right * SNAP, y: y + down * SNAP }));
  change(editing.done.moved([...chosen].map(nameOfNode)), placeEdits(document, places));
}

const moving = (direction: Direction, key: string): Action => ({
  id: `move ${direction}`,
  name: editing.actions.move[direction],
  group: "arrange",
  keys: [`Shift+${key}`],
  onCanvas: true,
  notInOutline: true,
  quiet: true,
  enabled: hasSelection,
  perform: () => moveSelected(direction),
});

export const moves: readonly Action[] = [
  moving("left", "ArrowLeft"),
  moving("right", "ArrowRight"),
  moving("up", "ArrowUp"),
  moving("down", "ArrowDown"),
];
