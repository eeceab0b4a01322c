/** Shows the whole design. */

import { IconMaximize } from "@tabler/icons-react";
import { text } from "../messages/en";
import * as stage from "../canvas/stage";
import { type Action, hasDesign } from "./action";

export const fit: Action = {
  id: "fit",
  name: text.actions.fit,
  group: "view",
  icon: IconMaximize,
  keys: ["1"],
  enabled: hasDesign,
  perform: stage.fit,
};
