/** Opens the personal settings. */

import { IconSettings } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { settingsTexts } from "../messages/settingsTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const openSettingsAction: Action = {
  id: "openSettings",
  name: settingsTexts.open,
  group: "view",
  order: 572,
  menus: { design: 327 },
  membersOnly: true,
  icon: IconSettings,
  isEnabled: isAlwaysEnabled,
  perform: () => navigate("/settings"),
};
