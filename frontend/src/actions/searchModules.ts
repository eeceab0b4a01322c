/** Goes to the search of the palette. */

import { IconSearch } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

function focusSearch(): void {
  useUi.setState({ palette: true });
  requestAnimationFrame(() => document.querySelector<HTMLInputElement>(".palette-search input")?.focus());
}

export const searchModules: Action = {
  id: "searchModules",
  name: text.actions.searchModules,
  group: "view",
  icon: IconSearch,
  keys: ["/"],
  enabled: hasDesign,
  perform: focusSearch,
};
