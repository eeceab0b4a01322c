/** Leaves the selected cards, and what hangs on them, out of runs; or takes them in again. */

import { IconBan } from "@tabler/icons-react";
import type { Edit } from "../api/designDocument";
import { editorTexts } from "../messages/editorTexts";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { type Action, getSelectedNodes, hasSelectedNodes } from "../ui/actions/action";

/** Switch one way of leaving nodes out, and the other one off. */
export function toggleNodeSwitch(which: "disabled" | "bypassed"): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const ids = getSelectedNodes();
  const value = !ids.every((id) => document.nodes[id]![which]);
  const other = which === "disabled" ? "bypassed" : "disabled";
  const edits: Edit[] = ids.flatMap((id) => [
    { path: ["nodes", id, which], value },
    ...(value && document.nodes[id]![other] ? [{ path: ["nodes", id, other], value: false }] : []),
  ]);
  const { muted, unmuted, bypassed, notBypassed } = editorTexts.historyLabels;
  const [on, off] = which === "disabled" ? [muted, unmuted] : [bypassed, notBypassed];
  changeDesign((value ? on : off)(ids.map(getNodeName)), edits);
}

export const disableAction: Action = {
  id: "toggleDisabled",
  name: editorTexts.actions.mute,
  group: "edit",
  order: 270,
  menus: { node: 225, nodes: 130 },
  icon: IconBan,
  keys: ["M", "Mod+E"],
  onCanvas: true,
  isEnabled: hasSelectedNodes,
  perform: () => toggleNodeSwitch("disabled"),
};
