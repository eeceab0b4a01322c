/** Lets the user type another name. */

import { IconPencil } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const renameDesign: Action = {
  id: "renameDesign",
  name: text.actions.renameDesign,
  group: "design",
  icon: IconPencil,
  keys: ["F2"],
  notInOutline: true,
  enabled: hasDesign,
  perform: () => useUi.setState({ renaming: true }),
};
