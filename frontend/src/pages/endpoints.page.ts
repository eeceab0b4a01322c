/** The endpoints; the address may name one. */

import { IconRocket } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/endpoints/:endpoint?/:part?",
  load: () => import("./EndpointsPage"),
  nav: { order: 37, name: appTexts.nav.endpoints, Icon: IconRocket },
  goTo: { id: "goToEndpoints", name: appTexts.actions.goToEndpoints, order: 767, Icon: IconRocket },
});
