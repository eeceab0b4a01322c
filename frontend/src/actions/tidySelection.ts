/** Lays the selected cards out anew and leaves the others where they are. */

import { layOutDesign } from "../canvas/arranging";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { notifyDone } from "../notify";
import { type Action, selectedCards } from "./action";

async function tidy(): Promise<void> {
  if (!(await layOutDesign(selectedCards()))) notifyDone(text.said.tidy);
}

export const tidySelection: Action = {
  id: "tidySelection",
  name: editing.actions.tidySelection,
  group: "arrange",
  keys: ["Alt+Shift+L"],
  enabled: () => selectedCards().length > 1,
  perform: tidy,
};
