/** Goes from a card to its ports. */

import { focusFirstPort } from "../canvas/portFocus";
import { editorTexts } from "../messages/editorTexts";
import { type Action, getSelectedCards } from "../ui/actions/action";

const findCurrentCard = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? getSelectedCards()[0];

export const focusPortsAction: Action = {
  id: "focusPorts",
  name: editorTexts.actions.focusPorts,
  group: "view",
  order: 190,
  keys: ["P"],
  onCanvas: true,
  notInOutline: true,
  hiddenFromPalette: true,
  isEnabled: () => findCurrentCard() !== undefined,
  perform: () => focusFirstPort(findCurrentCard()!),
};
