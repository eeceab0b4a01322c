/** Shows what was done since the page was opened. */

import { IconHistory } from "@tabler/icons-react";
import { editing } from "../messages/editing";
import { toggleBottom } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const showHistory: Action = {
  id: "showHistory",
  name: editing.actions.showHistory,
  group: "view",
  icon: IconHistory,
  keys: ["Alt+Z"],
  enabled: hasDesign,
  perform: () => toggleBottom("history"),
};
