/** Takes the selected groups apart, or the selected cards out of their group. */

import { IconBoxOff } from "@tabler/icons-react";
import type { Design, Edit } from "../api/designDocument";
import { enterGroup } from "../canvas/openNode";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { applyEdits } from "../graph/applyEdits";
import { dissolveGroup, findGroupOf, readGroups, splitCardIds } from "../graph/designGroups";
import { editorTexts } from "../messages/editorTexts";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { type Action, getSelectedCards } from "../ui/actions/action";

function ungroupSelected(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const { nodes, groups } = splitCardIds(getSelectedCards());
  if (groups.length > 0) {
    const titles = groups.map((id) => readGroups(document).get(id)!.title).join(", ");
    changeDesign(editorTexts.historyLabels.ungrouped(titles), dissolveGroups(document, groups));
  } else changeDesign(editorTexts.historyLabels.leftGroup(nodes.map(getNodeName)), moveOutOfGroup(document, nodes));
  if (getVisibleGraph()?.openedGroup === null) enterGroup(null);
}

/** One after another: a group inside of another one goes up when that is gone. */
function dissolveGroups(design: Design, ids: readonly string[]): Edit[] {
  let now = design;
  return ids.flatMap((id) => {
    const edits = dissolveGroup(now, id);
    now = applyEdits(now, edits);
    return edits;
  });
}

function moveOutOfGroup(design: Design, nodes: readonly string[]): Edit[] {
  return nodes.flatMap((id) => {
    const own = findGroupOf(design, design.nodes[id]);
    return own === null ? [] : [{ path: ["nodes", id, "group"], value: readGroups(design).get(own)!.parent }];
  });
}

function hasGroupedSelection(): boolean {
  const { document } = useDesign.getState();
  const { nodes, groups } = splitCardIds(getSelectedCards());
  return groups.length > 0 || nodes.some((id) => document && findGroupOf(document, document.nodes[id]) !== null);
}

export const ungroupAction: Action = {
  id: "ungroup",
  name: editorTexts.actions.ungroup,
  group: "edit",
  order: 300,
  menus: { node: 325, nodes: 120 },
  icon: IconBoxOff,
  keys: ["Mod+Shift+G"],
  onCanvas: true,
  isEnabled: hasGroupedSelection,
  perform: ungroupSelected,
};
