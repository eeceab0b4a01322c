/** Goes to the gallery of samples. */

import { IconPhoto } from "@tabler/icons-react";
import { onboarding } from "../messages/onboarding";
import { navigate } from "../navigation";
import { type Action, always } from "./action";

export const goToSamples: Action = {
  id: "goToSamples",
  name: onboarding.gallery.action,
  group: "go",
  members: true,
  icon: IconPhoto,
  enabled: always,
  perform: () => navigate("/samples"),
};
