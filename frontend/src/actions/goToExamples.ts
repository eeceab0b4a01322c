/** Goes to the gallery of samples. */

import { IconPhoto } from "@tabler/icons-react";
import { navigate } from "../lib/navigation";
import { onboardingTexts } from "../messages/onboardingTexts";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";

export const goToExamplesAction: Action = {
  id: "goToSamples",
  name: onboardingTexts.gallery.action,
  group: "go",
  membersOnly: true,
  icon: IconPhoto,
  isEnabled: isAlwaysEnabled,
  perform: () => navigate("/samples"),
};
