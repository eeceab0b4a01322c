/** Takes the selected groups apart, or the selected cards out of their group. */

import { IconBoxOff } from "@tabler/icons-react";
import { openGroup } from "../canvas/opening";
import { currentView } from "../canvas/viewing";
import { apply } from "../graph/edits";
import { groupOf, groupsOf, sorted, unpack } from "../graph/groups";
import type { Design, Edit } from "../graph/types";
import { editing } from "../messages/editing";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { type Action, selectedCards } from "./action";

function ungroupSelected(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const { nodes, groups } = sorted(selectedCards());
  if (groups.length > 0) {
    const titles = groups.map((id) => groupsOf(document).get(id)!.title).join(", ");
    change(editing.done.ungrouped(titles), unpackAll(document, groups));
  } else change(editing.done.leftGroup(nodes.map(nameOfNode)), outOfGroup(document, nodes));
  if (currentView()?.opened === null) openGroup(null);
}

/** One after another: a group inside of another one goes up when that is gone. */
function unpackAll(design: Design, ids: readonly string[]): Edit[] {
  let now = design;
  return ids.flatMap((id) => {
    const edits = unpack(now, id);
    now = apply(now, edits);
    return edits;
  });
}

function outOfGroup(design: Design, nodes: readonly string[]): Edit[] {
  return nodes.flatMap((id) => {
    const own = groupOf(design, design.nodes[id]);
    return own === null ? [] : [{ path: ["nodes", id, "group"], value: groupsOf(design).get(own)!.parent }];
  });
}

function isGrouped(): boolean {
  const { document } = useDesign.getState();
  const { nodes, groups } = sorted(selectedCards());
  return groups.length > 0 || nodes.some((id) => document && groupOf(document, document.nodes[id]) !== null);
}

export const ungroup: Action = {
  id: "ungroup",
  name: editing.actions.ungroup,
  group: "edit",
  icon: IconBoxOff,
  keys: ["Mod+Shift+G"],
  onCanvas: true,
  enabled: isGrouped,
  perform: ungroupSelected,
};
