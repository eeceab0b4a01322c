/** Makes everything larger. */

import { IconPlus } from "@tabler/icons-react";
import { text } from "../messages/en";
import * as stage from "../canvas/stage";
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
