/** Deletes the selected cards and edges, and joins the neighbors of deleted cards where the types fit. */

import { IconTrash } from "@tabler/icons-react";
import type { Design } from "../api/designDocument";
import { toEdgeId } from "../canvas/toReactFlow";
import { applyEdits } from "../graph/applyEdits";
import { expandGroups, removeGroupsAndNotes } from "../graph/designGroups";
import { removeAndHeal } from "../graph/insertIntoEdge";
import { listEdges, removeEdges, removeNodes } from "../graph/ports";
import { appTexts } from "../messages/appTexts";
import { editorTexts } from "../messages/editorTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { selectCards, useUi } from "../stores/uiStore";
import { type Action, getSelectedCards, hasSelection } from "../ui/actions/action";

/** Also what cutting does after it copied. */
export function deleteSelected({ heal } = { heal: true }): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const { nodes, notes, groups } = expandGroups(document, getSelectedCards());
  const edges = getSelectedEdges(document, new Set(nodes));
  const apart = removeEdges(document, edges);
  const { modules, catalog } = useCatalog.getState();
  const rest = applyEdits(document, apart);
  const gone = heal ? removeAndHeal(rest, { modules, accepts: catalog.accepts }, nodes) : removeNodes(rest, nodes);
  const cards = getSelectedCards();
  const label =
    cards.length > 0
      ? editorTexts.historyLabels.deleted(cards.map(getNodeName))
      : editorTexts.historyLabels.deletedEdges(edges.length);
  changeDesign(label, [...apart, ...gone, ...removeGroupsAndNotes(document, groups, notes)]);
  selectCards([]);
}

function getSelectedEdges(design: Design, gone: ReadonlySet<string>) {
  const chosen = new Set(useUi.getState().selectedEdges);
  return listEdges(design).filter(
    (edge) => chosen.has(toEdgeId(edge)) && !gone.has(edge.source) && !gone.has(edge.target),
  );
}

export const deleteSelectionAction: Action = {
  id: "delete",
  name: appTexts.actions.delete,
  group: "edit",
  order: 250,
  menus: { node: 405, nodes: 320 },
  icon: IconTrash,
  keys: ["Delete", "Backspace"],
  onCanvas: true,
  isEnabled: () => hasSelection() || useUi.getState().selectedEdges.length > 0,
  perform: () => deleteSelected(),
};
