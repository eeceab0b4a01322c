/** Opens the search for a module at the pointer, after the selected card, or on the selected edge. */

import { IconPlus } from "@tabler/icons-react";
import { findDraggedPort } from "../canvas/compatiblePorts";
import { getFocusedPort } from "../canvas/portFocus";
import { computeAnchor } from "../canvas/quickAddAnchor";
import { toEdgeId } from "../canvas/toReactFlow";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { getViewCenter } from "../canvas/viewport";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/cardSizes";
import { type DesignEdge, listEdges } from "../graph/ports";
import { editorTexts } from "../messages/editorTexts";
import { useDesign } from "../stores/designStore";
import { type DraggedPort, useUi } from "../stores/uiStore";
import { type Action, getSelectedCards, hasDesign } from "../ui/actions/action";

function openQuickAddSearch(): void {
  const edge = findSelectedEdge();
  if (edge) openOnEdge(edge);
  else openAtCard();
}

/** The one edge that is selected, and nothing else. */
function findSelectedEdge(): DesignEdge | undefined {
  const { selection, selectedEdges } = useUi.getState();
  const { document } = useDesign.getState();
  if (!document || selection.length > 0 || selectedEdges.length !== 1) return undefined;
  return listEdges(document).find((edge) => toEdgeId(edge) === selectedEdges[0]);
}

/** In the middle of an edge: what is chosen stands between its ends. */
function openOnEdge(between: DesignEdge): void {
  const view = getVisibleGraph();
  const cardAt = (node: string) => view?.design.nodes[view.findCard(node) ?? ""] ?? getViewCenter();
  const [source, target] = [cardAt(between.source), cardAt(between.target)];
  const at = { x: (source.x + target.x + NODE_WIDTH) / 2, y: (source.y + target.y + NODE_HEIGHT) / 2 };
  useUi.setState({ quickAdd: { ...computeAnchor(at), from: null, between } });
}

function openAtCard(): void {
  const view = getVisibleGraph();
  const [card] = getSelectedCards();
  const node = getSelectedCards().length === 1 ? view?.design.nodes[card!] : undefined;
  const from = node && card ? (findFocusedDraggedPort() ?? findFirstOutput(card)) : null;
  const at = node && from ? { x: node.x, y: node.y + NODE_HEIGHT } : (useUi.getState().pointer ?? getViewCenter());
  useUi.setState({ quickAdd: { ...computeAnchor(at), from } });
}

/** The port that has the focus, as the end of an edge. */
function findFocusedDraggedPort(): DraggedPort | null {
  const port = getFocusedPort();
  return port && findDraggedPort(port.card, port.port, port.side);
}

/** The first output of a card, as the end of an edge. */
export function findFirstOutput(card: string): DraggedPort | null {
  const view = getVisibleGraph();
  const output = view?.modules.get(view.design.nodes[card]?.module ?? "")?.outputs[0];
  return output ? { node: card, port: output.name, type: output.type, side: "output" } : null;
}

export const quickAddAction: Action = {
  id: "quickAdd",
  name: editorTexts.actions.quickAdd,
  group: "edit",
  order: 110,
  menus: { canvas: 105 },
  icon: IconPlus,
  keys: ["N"],
  onCanvas: true,
  isEnabled: hasDesign,
  perform: openQuickAddSearch,
};

/** Tab is for going on to the next thing; only where there is none, right after a click on the paper, it adds. */
export const quickAddOnCanvasAction: Action = {
  ...quickAddAction,
  id: "quickAddOnPaper",
  order: 120,
  menus: {},
  name: editorTexts.actions.quickAddOnPaper,
  keys: ["Tab"],
  notInOutline: true,
  hiddenFromPalette: true,
  isEnabled: () => hasDesign() && document.activeElement?.classList.contains("canvas") === true,
};
