/** Connects the selected cards in the order of flow, each to the next that takes something of it. */

import { IconRoute } from "@tabler/icons-react";
import { addEdges, planChain } from "../graph/insertIntoEdge";
import type { DesignEdge } from "../graph/ports";
import { editorTexts } from "../messages/editorTexts";
import { useCatalog } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { getNodeName } from "../stores/nodeNames";
import { type Action, getSelectedNodes } from "../ui/actions/action";

function connectSelectedNodes(): void {
  const { document } = useDesign.getState();
  const { modules, catalog } = useCatalog.getState();
  if (!document) return;
  const made = planChain(document, { modules, accepts: catalog.accepts }, getSelectedNodes());
  changeDesign(formatConnectedLabel(made), addEdges(document, modules, made));
}

function formatConnectedLabel(made: readonly DesignEdge[]): string {
  const [only] = made;
  if (made.length !== 1) return editorTexts.historyLabels.connectedAll(made.length);
  return editorTexts.historyLabels.connected(getNodeName(only!.source), getNodeName(only!.target));
}

export const connectSelectedAction: Action = {
  id: "connectSelected",
  name: editorTexts.actions.connectSelected,
  group: "edit",
  order: 160,
  menus: { nodes: 110 },
  icon: IconRoute,
  keys: ["L"],
  onCanvas: true,
  isEnabled: () => getSelectedNodes().length > 1,
  perform: connectSelectedNodes,
};
