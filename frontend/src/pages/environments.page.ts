/** The environments of the workspace. */

import { IconPackages } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/environments",
  load: () => import("./EnvironmentsPage"),
  goTo: { id: "goToEnvironments", name: appTexts.actions.goToEnvironments, order: 782, Icon: IconPackages },
});
