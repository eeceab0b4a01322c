/** Shows the design as code in the pane beside the canvas, and puts it away again. */

import { IconCode } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { showCode, useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

export const showCodeAction: Action = {
  id: "showCode",
  name: appTexts.side.showCode,
  group: "view",
  order: 565,
  menus: { design: 307 },
  membersOnly: true,
  icon: IconCode,
  keys: ["Mod+Shift+E"],
  whileTyping: true,
  isEnabled: hasDesign,
  perform: () => (useUi.getState().side === "code" ? useUi.setState({ side: "inspector" }) : showCode()),
};
