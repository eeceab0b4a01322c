/** Shows everything in its own size. */

import { IconZoomReset } from "@tabler/icons-react";
import * as stage from "../canvas/viewport";
import { appTexts } from "../messages/appTexts";
import { type Action, hasDesign } from "../ui/actions/action";

export const zoomToFullAction: Action = {
  id: "zoomToFull",
  name: appTexts.actions.zoomToFull,
  group: "view",
  order: 440,
  icon: IconZoomReset,
  keys: ["0"],
  isEnabled: hasDesign,
  perform: stage.zoomToFull,
};
