/** All datasets, and the one that is chosen. */

import { IconDatabase } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { appTexts } from "../messages/appTexts";

export default definePage({
  path: "/datasets",
  load: () => import("./DatasetsPage"),
  startsWithApp: true,
  nav: { order: 30, name: appTexts.nav.datasets, Icon: IconDatabase },
  goTo: { id: "goToDatasets", name: appTexts.actions.goToDatasets, order: 760, Icon: IconDatabase },
});
