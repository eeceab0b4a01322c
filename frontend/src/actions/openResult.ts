/** Shows what came out of the selected card. */

import { IconTableShare } from "@tabler/icons-react";
import { firstResult, openResultOf } from "../canvas/opening";
import { text } from "../messages/en";
import { type Action, selectedNodes } from "./action";

const selected = (): string | undefined => selectedNodes()[0];

export const openResult: Action = {
  id: "openResult",
  name: text.actions.openResult,
  group: "run",
  icon: IconTableShare,
  keys: ["V"],
  onCanvas: true,
  enabled: () => selected() !== undefined && firstResult(selected()!) !== null,
  perform: () => openResultOf(selected()!),
};
