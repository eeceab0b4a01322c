/** Goes to the runs of all designs. */

import { IconHistory } from "@tabler/icons-react";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { type Action, always } from "./action";

export const goToRuns: Action = {
  id: "goToRuns",
  name: text.actions.goToRuns,
  group: "go",
  members: true,
  icon: IconHistory,
  enabled: always,
  perform: () => navigate("/runs"),
};
