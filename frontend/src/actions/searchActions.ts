/** Opens the command palette. */

import { IconCommand } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type Action, always } from "./action";

export const searchActions: Action = {
  id: "searchActions",
  name: text.actions.searchActions,
  group: "go",
  icon: IconCommand,
  keys: ["Mod+K"],
  quiet: true,
  enabled: always,
  perform: () => useUi.setState({ commands: true }),
};
