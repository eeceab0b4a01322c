/** Leaves the selected cards out of runs, or takes them in again. */

import { IconBan } from "@tabler/icons-react";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { type Action, hasSelection, selectedNodes } from "./action";

function toggle(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const ids = selectedNodes();
  const disabled = !ids.every((id) => document.nodes[id]!.disabled);
  const edits = ids.map((id) => ({ path: ["nodes", id, "disabled"], value: disabled }));
  change(disabled ? text.edits.disable : text.edits.enable, edits);
}

export const toggleDisabled: Action = {
  id: "toggleDisabled",
  name: text.actions.toggleDisabled,
  group: "edit",
  icon: IconBan,
  keys: ["Mod+E"],
  onCanvas: true,
  enabled: hasSelection,
  perform: toggle,
};
