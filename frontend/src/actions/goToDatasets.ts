/** Goes to the datasets. */

import { IconDatabase } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const goToDatasetsAction: Action = {
  id: "goToDatasets",
  name: appTexts.actions.goToDatasets,
  group: "go",
  membersOnly: true,
  icon: IconDatabase,
  isEnabled: isAlwaysEnabled,
  perform: () => navigate("/datasets"),
};
