/** Shows or hides the list of problems. */

import { IconAlertTriangle } from "@tabler/icons-react";
import { text } from "../messages/en";
import { toggleBottom } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const showProblems: Action = {
  id: "showProblems",
  name: text.actions.showProblems,
  group: "view",
  icon: IconAlertTriangle,
  enabled: hasDesign,
  perform: () => toggleBottom("problems"),
};
