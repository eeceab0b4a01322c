/** Leaves the selected cards, and what hangs on them, out of runs; or takes them in again. */

import { IconBan } from "@tabler/icons-react";
import type { Edit } from "../graph/types";
import { editing } from "../messages/editing";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { type Action, hasSelectedNodes, selectedNodes } from "./action";

/** Switch one way of leaving nodes out, and the other one off. */
export function switchOff(which: "disabled" | "bypassed"): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const ids = selectedNodes();
  const value = !ids.every((id) => document.nodes[id]![which]);
  const other = which === "disabled" ? "bypassed" : "disabled";
  const edits: Edit[] = ids.flatMap((id) => [
    { path: ["nodes", id, which], value },
    ...(value && document.nodes[id]![other] ? [{ path: ["nodes", id, other], value: false }] : []),
  ]);
  const { muted, unmuted, bypassed, notBypassed } = editing.done;
  const [on, off] = which === "disabled" ? [muted, unmuted] : [bypassed, notBypassed];
  change((value ? on : off)(ids.map(nameOfNode)), edits);
}

export const mute: Action = {
  id: "toggleDisabled",
  name: editing.actions.mute,
  group: "edit",
  icon: IconBan,
  keys: ["M", "Mod+E"],
  onCanvas: true,
  enabled: hasSelectedNodes,
  perform: () => switchOff("disabled"),
};
