/** The gallery of samples. */

import { IconPhoto } from "@tabler/icons-react";
import { definePage } from "../lib/pageDeclaration";
import { onboardingTexts } from "../messages/onboardingTexts";

export default definePage({
  path: "/samples",
  load: () => import("./ExamplesPage"),
  startsWithApp: true,
  goTo: { id: "goToSamples", name: onboardingTexts.gallery.action, order: 800, Icon: IconPhoto },
});
