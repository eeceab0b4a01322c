/** The registered models; the address may name one and a version of it. */

import { IconAward } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/models/:model?/:version?",
  load: () => import("./ModelsPage"),
  nav: { order: 35, name: appTexts.nav.models, Icon: IconAward },
  goTo: { id: "goToModels", name: appTexts.actions.goToModels, order: 765, Icon: IconAward },
});
