/** Makes everything smaller. */

import { IconMinus } from "@tabler/icons-react";
import * as stage from "../canvas/viewport";
import { appTexts } from "../messages/appTexts";
import { type Action, hasDesign } from "../ui/actions/action";

export const zoomOutAction: Action = {
  id: "zoomOut",
  name: appTexts.actions.zoomOut,
  group: "view",
  order: 430,
  icon: IconMinus,
  keys: ["-"],
  isEnabled: hasDesign,
  perform: stage.zoomOut,
};
