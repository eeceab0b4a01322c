/** Opens the search for a module at the pointer, after the selected card, or on the selected edge. */

import { IconPlus } from "@tabler/icons-react";
import { anchorAt } from "../canvas/anchors";
import { idOfEdge } from "../canvas/elements";
import { endAt } from "../canvas/fitting";
import { focusedPort } from "../canvas/portFocus";
import { middle } from "../canvas/stage";
import { currentView } from "../canvas/viewing";
import { type Connection, connections } from "../graph/ports";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/sizes";
import { editing } from "../messages/editing";
import { useDesign } from "../stores/design";
import { type Dragged, useUi } from "../stores/ui";
import { type Action, hasDesign, selectedCards } from "./action";

function open(): void {
  const edge = selectedEdge();
  if (edge) openOn(edge);
  else openAtCard();
}

/** The one edge that is selected, and nothing else. */
function selectedEdge(): Connection | undefined {
  const { selection, selectedEdges } = useUi.getState();
  const { document } = useDesign.getState();
  if (!document || selection.length > 0 || selectedEdges.length !== 1) return undefined;
  return connections(document).find((edge) => idOfEdge(edge) === selectedEdges[0]);
}

/** In the middle of an edge: what is chosen stands between its ends. */
function openOn(between: Connection): void {
  const view = currentView();
  const cardAt = (node: string) => view?.design.nodes[view.cardOf(node) ?? ""] ?? middle();
  const [source, target] = [cardAt(between.source), cardAt(between.target)];
  const at = { x: (source.x + target.x + NODE_WIDTH) / 2, y: (source.y + target.y + NODE_HEIGHT) / 2 };
  useUi.setState({ quickAdd: { ...anchorAt(at), from: null, between } });
}

function openAtCard(): void {
  const view = currentView();
  const [card] = selectedCards();
  const node = selectedCards().length === 1 ? view?.design.nodes[card!] : undefined;
  const from = node && card ? (atPort() ?? firstOutput(card)) : null;
  const at = node && from ? { x: node.x, y: node.y + NODE_HEIGHT } : (useUi.getState().pointer ?? middle());
  useUi.setState({ quickAdd: { ...anchorAt(at), from } });
}

/** The port that has the focus, as the end of an edge. */
function atPort(): Dragged | null {
  const port = focusedPort();
  return port && endAt(port.card, port.port, port.side);
}

/** The first output of a card, as the end of an edge. */
export function firstOutput(card: string): Dragged | null {
  const view = currentView();
  const output = view?.modules.get(view.design.nodes[card]?.module ?? "")?.outputs[0];
  return output ? { node: card, port: output.name, type: output.type, side: "output" } : null;
}

export const quickAdd: Action = {
  id: "quickAdd",
  name: editing.actions.quickAdd,
  group: "edit",
  icon: IconPlus,
  keys: ["N"],
  onCanvas: true,
  enabled: hasDesign,
  perform: open,
};

/** Tab is for going on to the next thing; only where there is none, right after a click on the paper, it adds. */
export const quickAddOnPaper: Action = {
  ...quickAdd,
  id: "quickAddOnPaper",
  name: editing.actions.quickAddOnPaper,
  keys: ["Tab"],
  notInOutline: true,
  quiet: true,
  enabled: () => hasDesign() && document.activeElement?.classList.contains("canvas") === true,
};
