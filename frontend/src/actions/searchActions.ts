/** Opens the command palette. */

import { IconCommand } from "@tabler/icons-react";
import { text } from "../messages/en";
import { type Action, always } from "./action";
import { openPalette } from "./commandPalette";

export const searchActions: Action = {
  id: "searchActions",
  name: text.actions.searchActions,
  group: "go",
  icon: IconCommand,
  keys: ["Mod+K"],
  quiet: true,
  enabled: always,
  perform: openPalette,
};
