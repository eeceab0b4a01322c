/** Shows the run in place of the parameters. */

import { IconActivity } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const showRun: Action = {
  id: "showRun",
  name: text.actions.showRun,
  group: "view",
  members: true,
  icon: IconActivity,
  enabled: hasDesign,
  perform: () => useUi.setState({ side: "run" }),
};
