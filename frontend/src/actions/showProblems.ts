/** Shows or hides the list of problems. */

import { IconAlertTriangle } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { toggleBottomTab } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const showProblemsAction: Action = {
  id: "showProblems",
  name: appTexts.actions.showProblems,
  group: "view",
  order: 530,
  icon: IconAlertTriangle,
  isEnabled: hasDesign,
  perform: () => toggleBottomTab("problems"),
};
