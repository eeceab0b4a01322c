/** Goes from a card to its ports. */

import { focusFirstPort } from "../canvas/portFocus";
import { editing } from "../messages/editing";
import { type Action, selectedCards } from "./action";

const card = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? selectedCards()[0];

export const focusPorts: Action = {
  id: "focusPorts",
  name: editing.actions.focusPorts,
  group: "view",
  keys: ["P"],
  onCanvas: true,
  notInOutline: true,
  quiet: true,
  enabled: () => card() !== undefined,
  perform: () => focusFirstPort(card()!),
};
