/** The runs of all designs. */

import { IconHistory } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/runs",
  load: () => import("./RunsPage"),
  startsWithApp: true,
  nav: { order: 40, name: appTexts.nav.runs, Icon: IconHistory },
  goTo: { id: "goToRuns", name: appTexts.actions.goToRuns, order: 770, Icon: IconHistory },
});
