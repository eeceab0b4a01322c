/** Goes to the search of the palette. */

import { IconSearch } from "@tabler/icons-react";
import { text } from "../messages/en";
import { useUi } from "../stores/ui";
import { type Action, hasDesign } from "./action";

function focusSearch(): void {
  useUi.setState({ palette: true });
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>(".palette-search input");
    field?.focus();
    // The last search is still there; typing begins a new one.
    field?.select();
  });
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
