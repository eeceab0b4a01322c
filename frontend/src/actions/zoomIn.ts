/** Makes everything larger. */

import { IconPlus } from "@tabler/icons-react";
import * as stage from "../canvas/stage";
import { text } from "../messages/en";
import { type Action, hasDesign } from "./action";

export const zoomIn: Action = {
  id: "zoomIn",
  name: text.actions.zoomIn,
  group: "view",
  icon: IconPlus,
  keys: ["+", "="],
  enabled: hasDesign,
  perform: stage.zoomIn,
};
