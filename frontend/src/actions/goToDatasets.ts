/** Goes to the datasets. */

import { IconDatabase } from "@tabler/icons-react";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { type Action, always } from "./action";

export const goToDatasets: Action = {
  id: "goToDatasets",
  name: text.actions.goToDatasets,
  group: "go",
  members: true,
  icon: IconDatabase,
  enabled: always,
  perform: () => navigate("/datasets"),
};
