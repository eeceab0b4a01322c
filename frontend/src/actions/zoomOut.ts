/** Makes everything smaller. */

import { IconMinus } from "@tabler/icons-react";
import { text } from "../messages/en";
import * as stage from "../canvas/stage";
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
