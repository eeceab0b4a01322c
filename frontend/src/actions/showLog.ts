/** Shows or hides what the steps print. */

import { IconTerminal2 } from "@tabler/icons-react";
import { text } from "../messages/en";
import { toggleBottom } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const showLog: Action = {
  id: "showLog",
  name: text.actions.showLog,
  group: "view",
  members: true,
  icon: IconTerminal2,
  enabled: hasDesign,
  perform: () => toggleBottom("log"),
};
