/** Goes to the secrets, which stand below the connections. */

import { IconKey } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const goToSecretsAction: Action = {
  id: "goToSecrets",
  name: appTexts.actions.goToSecrets,
  group: "go",
  order: 790,
  icon: IconKey,
  isEnabled: isAlwaysEnabled,
  perform: () => {
    navigate("/connections#secrets");
    document.getElementById("secrets")?.scrollIntoView();
  },
};
