/** Shows the run in place of the parameters. */

import { IconActivity } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const showRunAction: Action = {
  id: "showRun",
  name: appTexts.actions.showRun,
  group: "view",
  order: 560,
  membersOnly: true,
  icon: IconActivity,
  isEnabled: hasDesign,
  perform: () => useUi.setState({ side: "run" }),
};
