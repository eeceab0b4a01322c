/** Makes everything smaller. */

import { IconMinus } from "@tabler/icons-react";
import * as stage from "../canvas/stage";
import { text } from "../messages/en";
import { type Action, hasDesign } from "./action";

export const zoomOut: Action = {
  id: "zoomOut",
  name: text.actions.zoomOut,
  group: "view",
  icon: IconMinus,
  keys: ["-"],
  enabled: hasDesign,
  perform: stage.zoomOut,
};
