/** Goes to the runs of all designs. */

import { IconHistory } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const goToRunsAction: Action = {
  id: "goToRuns",
  name: appTexts.actions.goToRuns,
  group: "go",
  membersOnly: true,
  icon: IconHistory,
  isEnabled: isAlwaysEnabled,
  perform: () => navigate("/runs"),
};
