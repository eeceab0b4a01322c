/** Where runs compute: this machine, and clusters. */

import { IconServer2 } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/targets/:target?",
  load: () => import("./TargetsPage"),
  goTo: { id: "goToTargets", name: appTexts.actions.goToTargets, order: 783, Icon: IconServer2 },
});
