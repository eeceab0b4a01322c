/** All designs, samples and datasets: where everyone begins. */

import { IconHome, IconNotebook } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/",
  load: () => import("./HomePage"),
  startsWithApp: true,
  nav: { order: 10, name: appTexts.nav.designs, Icon: IconNotebook },
  goTo: { id: "goHome", name: appTexts.actions.goHome, order: 750, Icon: IconHome },
});
