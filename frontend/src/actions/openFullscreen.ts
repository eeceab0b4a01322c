/** Shows what came out of the selected card, or what is shown already, on the whole screen. */

import { IconMaximize } from "@tabler/icons-react";
import { getGuestAccess } from "../api/accessMode";
import { findFirstResult } from "../canvas/openNode";
import { appTexts } from "../messages/appTexts";
import { showResultFullscreen, useUi } from "../stores/uiStore";
import { type Action, getSelectedNodes } from "../ui/actions/action";

function findResultToOpen(): { node: string; port: string } | null {
  const node = getSelectedNodes()[0];
  const { result } = useUi.getState();
  if (node === undefined || node === result?.node) return result;
  const port = findFirstResult(node);
  return port === null ? null : { node, port };
}

export const openFullscreenAction: Action = {
  id: "openFull",
  name: appTexts.actions.openFull,
  group: "run",
  order: 70,
  icon: IconMaximize,
  keys: ["Shift+V"],
  onCanvas: true,
  // What visitors see of a result is less, and has no other screen.
  isEnabled: () => !getGuestAccess() && findResultToOpen() !== null,
  perform: () => {
    const result = findResultToOpen();
    if (result) showResultFullscreen(result.node, result.port);
  },
};
