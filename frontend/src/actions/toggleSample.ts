/** Turns the live sample on or off. */

import { IconFlask } from "@tabler/icons-react";
import { sampleText } from "../messages/advice";
import { toggleSample as toggle } from "../sample/store";
import { type Action, hasDesign } from "./action";

export const toggleSample: Action = {
  id: "toggleSample",
  name: sampleText.toggle,
  group: "view",
  icon: IconFlask,
  enabled: hasDesign,
  perform: toggle,
};
