/** Goes to all designs. */

import { IconHome } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const goHomeAction: Action = {
  id: "goHome",
  name: appTexts.actions.goHome,
  group: "go",
  membersOnly: true,
  icon: IconHome,
  isEnabled: isAlwaysEnabled,
  perform: () => navigate("/"),
};
