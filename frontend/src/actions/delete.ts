/** Deletes the selected cards and edges, and joins the neighbours of deleted cards where the types fit. */

import { IconTrash } from "@tabler/icons-react";
import { idOfEdge } from "../canvas/elements";
import { apply } from "../graph/edits";
import { removeLooks, withContents } from "../graph/groups";
import { connections, disconnect, removeNodes } from "../graph/ports";
import { removeAndHeal } from "../graph/splice";
import type { Design } from "../graph/types";
import { editing } from "../messages/editing";
import { text } from "../messages/en";
import { nameOfNode } from "../panels/problemWords";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { select, useUi } from "../stores/ui";
import { type Action, hasSelection, selectedCards } from "./action";

/** Also what cutting does after it copied. */
export function deleteSelected({ heal } = { heal: true }): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const { nodes, notes, groups } = withContents(document, selectedCards());
  const edges = selectedEdges(document, new Set(nodes));
  const apart = disconnect(document, edges);
  const { modules, catalog } = useLibrary.getState();
  const rest = apply(document, apart);
  const gone = heal ? removeAndHeal(rest, { modules, accepts: catalog.accepts }, nodes) : removeNodes(rest, nodes);
  const cards = selectedCards();
  const label =
    cards.length > 0 ? editing.done.deleted(cards.map(nameOfNode)) : editing.done.deletedEdges(edges.length);
  change(label, [...apart, ...gone, ...removeLooks(document, groups, notes)]);
  select([]);
}

function selectedEdges(design: Design, gone: ReadonlySet<string>) {
  const chosen = new Set(useUi.getState().selectedEdges);
  return connections(design).filter(
    (edge) => chosen.has(idOfEdge(edge)) && !gone.has(edge.source) && !gone.has(edge.target),
  );
}

export const deleteSelection: Action = {
  id: "delete",
  name: text.actions.delete,
  group: "edit",
  icon: IconTrash,
  keys: ["Delete", "Backspace"],
  onCanvas: true,
  enabled: () => hasSelection() || useUi.getState().selectedEdges.length > 0,
  perform: () => deleteSelected(),
};
