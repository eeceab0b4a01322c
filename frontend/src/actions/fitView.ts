/** Shows the whole design. */

import { IconMaximize } from "@tabler/icons-react";
import * as stage from "../canvas/viewport";
import { appTexts } from "../messages/appTexts";
import { type Action, hasDesign } from "../ui/actions/action";

export const fitAction: Action = {
  id: "fit",
  name: appTexts.actions.fit,
  group: "view",
  order: 410,
  menus: { canvas: 305 },
  icon: IconMaximize,
  keys: ["1"],
  isEnabled: hasDesign,
  perform: () => stage.fitAll(),
};
