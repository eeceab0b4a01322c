/** Shows what came out of the selected card, or what is shown already, on the whole screen. */

import { IconMaximize } from "@tabler/icons-react";
import { visiting } from "../api/door";
import { firstResult } from "../canvas/opening";
import { text } from "../messages/en";
import { showFull, useUi } from "../stores/ui";
import { type Action, selectedNodes } from "./action";

function wanted(): { node: string; port: string } | null {
  const node = selectedNodes()[0];
  const { result } = useUi.getState();
  if (node === undefined || node === result?.node) return result;
  const port = firstResult(node);
  return port === null ? null : { node, port };
}

export const openFull: Action = {
  id: "openFull",
  name: text.actions.openFull,
  group: "run",
  icon: IconMaximize,
  keys: ["Shift+V"],
  onCanvas: true,
  // What visitors see of a result is less, and has no other screen.
  enabled: () => !visiting() && wanted() !== null,
  perform: () => {
    const result = wanted();
    if (result) showFull(result.node, result.port);
  },
};
