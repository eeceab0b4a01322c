/** Goes to the secrets, which stand below the connections. */

import { IconKey } from "@tabler/icons-react";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { type Action, always } from "./action";

export const goToSecrets: Action = {
  id: "goToSecrets",
  name: text.actions.goToSecrets,
  group: "go",
  icon: IconKey,
  enabled: always,
  perform: () => {
    navigate("/connections#secrets");
    document.getElementById("secrets")?.scrollIntoView();
  },
};
