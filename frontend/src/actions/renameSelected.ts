/** Writes the title of the selected module or group anew, or the text of the selected note. */

import { groupIn, noteIn } from "../graph/groups";
import { editing } from "../messages/editing";
import { useUi } from "../stores/ui";
import { type Action, oneNode, selectedCards } from "./action";

const chosen = (): string | undefined =>
  selectedCards().find((card) => groupIn(card) !== null || noteIn(card) !== null) ?? oneNode() ?? undefined;

function write(card: string): void {
  useUi.setState({ writing: card });
  // The title of a module is written at the head of its pane.
  if (groupIn(card) === null && noteIn(card) === null) useUi.setState({ side: "inspector", selection: [card] });
}

export const renameSelected: Action = {
  id: "renameSelected",
  name: editing.actions.rename,
  group: "edit",
  keys: ["F2"],
  onCanvas: true,
  notInOutline: true,
  enabled: () => chosen() !== undefined,
  perform: () => write(chosen()!),
};
