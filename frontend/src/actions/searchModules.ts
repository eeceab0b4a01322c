/** Goes to the search of the palette. */

import { IconSearch } from "@tabler/icons-react";
import { appTexts } from "../messages/appTexts";
import { useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

function focusModuleSearch(): void {
  useUi.setState({ paletteOpen: true });
  requestAnimationFrame(() => {
    const field = document.querySelector<HTMLInputElement>(".palette-search input");
    field?.focus();
    // The last search is still there; typing begins a new one.
    field?.select();
  });
}

export const searchModulesAction: Action = {
  id: "searchModules",
  name: appTexts.actions.searchModules,
  group: "view",
  order: 470,
  icon: IconSearch,
  keys: ["/"],
  isEnabled: hasDesign,
  perform: focusModuleSearch,
};
