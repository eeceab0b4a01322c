/** Goes to the search of the palette. */

import { IconSearch } from "@tabler/icons-react";
import { flushSync } from "react-dom";
import { appTexts } from "../messages/appTexts";
import { useUi } from "../stores/uiStore";
import { type Action, hasDesign } from "../ui/actions/action";

function focusModuleSearch(): void {
  flushSync(() => useUi.setState({ paletteOpen: true }));
  // At once, so that no letter is lost; but a dialog gives the focus back once it has closed.
  if (document.activeElement?.closest("[role=dialog]") || !focusField()) requestAnimationFrame(focusField);
}

function focusField(): boolean {
  const field = document.querySelector<HTMLInputElement>(".palette-search input");
  field?.focus();
  // The last search is still there; typing begins a new one.
  field?.select();
  return field !== null;
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
