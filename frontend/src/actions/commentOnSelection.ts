/** Opens the comments, ready to write one about what is selected. */

import { IconMessage } from "@tabler/icons-react";
import { editorTexts } from "../messages/editorTexts";
import { useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const commentAction: Action = {
  id: "comment",
  name: editorTexts.actions.comment,
  group: "edit",
  order: 140,
  menus: { node: 210, canvas: 115 },
  icon: IconMessage,
  keys: ["Shift+M"],
  onCanvas: true,
  isEnabled: hasDesign,
  perform: () => useUi.setState({ bottomTab: "comments" }),
};
