/** Opens the documentation. */

import { IconHelp } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { helpTexts } from "../messages/settingsTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const openHelpAction: Action = {
  id: "openHelp",
  name: helpTexts.open,
  group: "view",
  order: 574,
  menus: { design: 328 },
  membersOnly: true,
  icon: IconHelp,
  isEnabled: isAlwaysEnabled,
  perform: () => navigate("/help"),
};
