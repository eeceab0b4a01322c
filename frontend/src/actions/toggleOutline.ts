/** Shows the outline beside the canvas, or in its place. */

import { IconListTree } from "@tabler/icons-react";
import { outlineTexts } from "../messages/outlineTexts";
import { setOutlinePlace, useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

const createOutlineToggle = (to: "beside" | "instead") => () =>
  setOutlinePlace(useUi.getState().outline === to ? "off" : to);

export const toggleOutlineAction: Action = {
  id: "toggleOutline",
  name: outlineTexts.actions.beside,
  group: "view",
  order: 500,
  icon: IconListTree,
  keys: ["O"],
  isEnabled: hasDesign,
  perform: createOutlineToggle("beside"),
};

export const showOutlineOnlyAction: Action = {
  id: "outlineInstead",
  name: outlineTexts.actions.instead,
  group: "view",
  order: 510,
  keys: ["Shift+O"],
  isEnabled: hasDesign,
  perform: createOutlineToggle("instead"),
};
