/** Opens the comments, ready to write one about what is selected. */

import { IconMessage } from "@tabler/icons-react";
import { editing } from "../messages/editing";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const comment: Action = {
  id: "comment",
  name: editing.actions.comment,
  group: "edit",
  icon: IconMessage,
  keys: ["Shift+M"],
  onCanvas: true,
  enabled: hasDesign,
  perform: () => useUi.setState({ bottom: "comments" }),
};
