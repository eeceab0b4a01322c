/** The connections and secrets of the workspace. */

import { IconPlugConnected } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/connections",
  load: () => import("./ConnectionsPage"),
  goTo: { id: "goToConnections", name: appTexts.actions.goToConnections, order: 780, Icon: IconPlugConnected },
});
