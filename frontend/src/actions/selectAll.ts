/** Selects all cards. */

import { IconSelectAll } from "@tabler/icons-react";
import { cardsOf, noteCardsOf } from "../canvas/frames";
import { currentView } from "../canvas/viewing";
import { text } from "../messages/en";
import { select } from "../stores/ui";
import { type Action, hasNodes } from "./action";

function all(): string[] {
  const view = currentView();
  return view ? [...cardsOf(view), ...noteCardsOf(view)].map(({ id }) => id) : [];
}

export const selectAll: Action = {
  id: "selectAll",
  name: text.actions.selectAll,
  group: "edit",
  icon: IconSelectAll,
  keys: ["Mod+A"],
  onCanvas: true,
  enabled: hasNodes,
  perform: () => select(all()),
};
