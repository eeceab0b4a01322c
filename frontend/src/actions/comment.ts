/** Opens the comments, ready to write one about what is selected. */

import { IconMessage } from "@tabler/icons-react";
import { together } from "../messages/together";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

export const comment: Action = {
  id: "comment",
  name: together.comments.action,
  group: "edit",
  icon: IconMessage,
  keys: ["Shift+M"],
  onCanvas: true,
  enabled: hasDesign,
  perform: () => useUi.setState({ bottom: "comments" }),
};
