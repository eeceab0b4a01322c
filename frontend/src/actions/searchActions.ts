/** Opens the command palette. */

import { IconCommand } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useUi } from "../stores/uiStore";
import { type Action, isAlwaysEnabled } from "../ui/actions/action";
import { awaitField } from "../ui/actions/typeAheadBuffer";

const closePalette = (): void => useUi.setState({ commandsOpen: false });

function openPalette(): void {
  if (useUi.getState().commandsOpen) return;
  awaitField(closePalette);
  useUi.setState({ commandsOpen: true });
}

export const searchActionsAction: Action = {
  id: "searchActions",
  name: appTexts.actions.searchActions,
  group: "go",
  order: 740,
  icon: IconCommand,
  keys: ["Mod+K"],
  hiddenFromPalette: true,
  isEnabled: isAlwaysEnabled,
  perform: openPalette,
};
