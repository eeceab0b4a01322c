/** Makes everything larger. */

import { IconPlus } from "@tabler/icons-react";
import * as stage from "../canvas/viewport";
import { appTexts } from "../messages/appTexts";
import { type Action, hasDesign } from "../ui/actions/action";

export const zoomInAction: Action = {
  id: "zoomIn",
  name: appTexts.actions.zoomIn,
  group: "view",
  order: 420,
  icon: IconPlus,
  keys: ["+", "="],
  isEnabled: hasDesign,
  perform: stage.zoomIn,
};
