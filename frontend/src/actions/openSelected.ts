/** Opens the card that is selected or has the focus: a node with its data, a group, a note to write. */

import { openCard } from "../canvas/opening";
import { editing } from "../messages/editing";
import { type Action, selectedCards } from "./action";

const focused = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? selectedCards()[0];

export const openSelected: Action = {
  id: "openSelected",
  name: editing.actions.open,
  group: "view",
  keys: ["Enter"],
  onCanvas: true,
  notInOutline: true,
  quiet: true,
  enabled: () => focused() !== undefined,
  perform: () => openCard(focused()!),
};
