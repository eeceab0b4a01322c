/** Writes the title of the selected group anew, or the text of the selected note. */

import { groupIn, noteIn } from "../graph/groups";
import { editing } from "../messages/editing";
import { useUi } from "../stores/ui";
import { type Action, selectedCards } from "./action";

const chosen = (): string | undefined =>
  selectedCards().find((card) => groupIn(card) !== null || noteIn(card) !== null);

export const renameSelected: Action = {
  id: "renameSelected",
  name: editing.actions.rename,
  group: "edit",
  keys: ["F2"],
  onCanvas: true,
  notInOutline: true,
  enabled: () => chosen() !== undefined,
  perform: () => useUi.setState({ writing: chosen()! }),
};
