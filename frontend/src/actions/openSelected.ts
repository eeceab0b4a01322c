/** Opens the card that is selected or has the focus: its result, or where there is none its parameters. */

import { openCard } from "../canvas/opening";
import { text } from "../messages/en";
import { type Action, selectedNodes } from "./action";

const focused = (): string | undefined =>
  document.activeElement?.closest<HTMLElement>(".react-flow__node")?.dataset.id ?? selectedNodes()[0];

export const openSelected: Action = {
  id: "openSelected",
  name: text.actions.openSelected,
  group: "run",
  keys: ["Enter"],
  onCanvas: true,
  quiet: true,
  enabled: () => focused() !== undefined,
  perform: () => openCard(focused()!),
};
