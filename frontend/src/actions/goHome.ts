/** Goes to all designs. */

import { IconHome } from "@tabler/icons-react";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { type Action, always } from "./action";

export const goHome: Action = {
  id: "goHome",
  name: text.actions.goHome,
  group: "go",
  members: true,
  icon: IconHome,
  enabled: always,
  perform: () => navigate("/"),
};
