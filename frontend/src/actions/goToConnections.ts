/** Goes to the connections. */

import { IconPlugConnected } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { appTexts } from "../messages/appTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const goToConnectionsAction: Action = {
  id: "goToConnections",
  name: appTexts.actions.goToConnections,
  group: "go",
  membersOnly: true,
  icon: IconPlugConnected,
  isEnabled: isAlwaysEnabled,
  perform: () => navigate("/connections"),
};
