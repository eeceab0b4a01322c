/** Shows the outline beside the canvas, or in its place. */

import { IconListTree } from "@tabler/icons-react";
import { outlining } from "../messages/outline";
import { showOutline, useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

const toggled = (to: "beside" | "instead") => () => showOutline(useUi.getState().outline === to ? "off" : to);

export const toggleOutline: Action = {
  id: "toggleOutline",
  name: outlining.actions.beside,
  group: "view",
  icon: IconListTree,
  keys: ["O"],
  enabled: hasDesign,
  perform: toggled("beside"),
};

export const outlineInstead: Action = {
  id: "outlineInstead",
  name: outlining.actions.instead,
  group: "view",
  keys: ["Shift+O"],
  enabled: hasDesign,
  perform: toggled("instead"),
};
