/** Shows everything in its own size. */

import { IconZoomReset } from "@tabler/icons-react";
import * as stage from "../canvas/stage";
import { text } from "../messages/en";
import { type Action, hasDesign } from "./action";

export const zoomToFull: Action = {
  id: "zoomToFull",
  name: text.actions.zoomToFull,
  group: "view",
  icon: IconZoomReset,
  keys: ["0"],
  enabled: hasDesign,
  perform: stage.zoomToFull,
};
