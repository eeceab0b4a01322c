/** The published pipelines; the address may name one. */

import { IconRoute } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/pipelines/:pipeline?",
  load: () => import("./PipelinesPage"),
  nav: { order: 36, name: appTexts.nav.pipelines, Icon: IconRoute },
  goTo: { id: "goToPipelines", name: appTexts.actions.goToPipelines, order: 766, Icon: IconRoute },
});
