/** Opens the card that is selected or has the focus: a node with its data, a group, a note to write. */

import { openCard } from "../canvas/openNode";
import { editorTexts } from "../messages/editorTexts";
import { type Action, getSelectedCards } from "../ui/actions/action";

const findCardToOpen = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? getSelectedCards()[0];

export const openSelectedAction: Action = {
  id: "openSelected",
  name: editorTexts.actions.open,
  group: "view",
  order: 80,
  keys: ["Enter"],
  onCanvas: true,
  notInOutline: true,
  hiddenFromPalette: true,
  isEnabled: () => findCardToOpen() !== undefined,
  perform: () => openCard(findCardToOpen()!),
};
