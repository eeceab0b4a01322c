/** Goes to the connections. */

import { IconPlugConnected } from "@tabler/icons-react";
import { text } from "../messages/en";
import { navigate } from "../navigation";
import { type Action, always } from "./action";

export const goToConnections: Action = {
  id: "goToConnections",
  name: text.actions.goToConnections,
  group: "go",
  members: true,
  icon: IconPlugConnected,
  enabled: always,
  perform: () => navigate("/connections"),
};
