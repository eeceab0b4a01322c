/** Lets the user type another name. */

import { IconPencil } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const renameDesignAction: Action = {
  id: "renameDesign",
  name: appTexts.actions.renameDesign,
  group: "design",
  order: 620,
  menus: { design: 105 },
  icon: IconPencil,
  keys: ["F2"],
  notInOutline: true,
  isEnabled: hasDesign,
  perform: () => useUi.setState({ renamingDesign: true }),
};
