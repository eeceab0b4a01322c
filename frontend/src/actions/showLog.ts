/** Shows or hides what the steps print. */

import { IconTerminal2 } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { toggleBottomTab } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const showLogAction: Action = {
  id: "showLog",
  name: appTexts.actions.showLog,
  group: "view",
  order: 540,
  membersOnly: true,
  icon: IconTerminal2,
  isEnabled: hasDesign,
  perform: () => toggleBottomTab("log"),
};
