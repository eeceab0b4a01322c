/** Shows the whole design. */

import { IconMaximize } from "@tabler/icons-react";
import * as stage from "../canvas/stage";
import { text } from "../messages/en";
import { type Action, hasDesign } from "./action";

export const fit: Action = {
  id: "fit",
  name: text.actions.fit,
  group: "view",
  icon: IconMaximize,
  keys: ["1"],
  enabled: hasDesign,
  perform: () => stage.fitAll(),
};
