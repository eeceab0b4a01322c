/** The registered models; the address may name one and a version of it. */

import { IconAward } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { registryTexts } from "../messages/registryTexts";

export default definePage({
  path: "/models/:model?/:version?",
  load: () => import("./ModelsPage"),
  nav: { order: 35, name: registryTexts.title, Icon: IconAward },
  goTo: { id: "goToModels", name: registryTexts.goTo, order: 765, Icon: IconAward },
});
