/** Ports by keyboard: which has the focus, where arrows lead from it, and edges drawn from port to port. */

import { flushSync } from "react-dom";
import type { Direction } from "../graph/keyboardNavigation";
import { listEdges } from "../graph/ports";
import { resolveGroupPort } from "../graph/visibleGraph";
import { type DraggedPort, useUi } from "../stores/uiStore";
import { startEdgeDrag, stopEdgeDrag } from "./compatiblePorts";
import { drawEdge } from "./mouseGestures";
import { getVisibleGraph } from "./useVisibleGraph";
import { ensureVisible, focusElement } from "./viewport";

interface PortRef {
  card: string;
  port: string;
  side: DraggedPort["side"];
}

export function getFocusedPort(): PortRef | null {
  const element = document.activeElement?.closest<HTMLElement>(".port");
  const { nodeid, handleid } = element?.dataset ?? {};
  if (!element || nodeid === undefined || handleid === undefined) return null;
  return { card: nodeid, port: handleid, side: element.classList.contains("target") ? "input" : "output" };
}

export function focusPort({ card, port }: PortRef): void {
  ensureVisible(card);
  focusElement(`.port[data-nodeid="${CSS.escape(card)}"][data-handleid="${CSS.escape(port)}"]`);
}

/** Back from a port to its card. */
export const focusCardOfPort = (): void =>
  document.activeElement?.closest<HTMLElement>(".react-flow__node")?.focus({ preventScroll: true });

/** The ports of a card on one side, in their order. */
function listPorts(card: string, side: DraggedPort["side"]): PortRef[] {
  const view = getVisibleGraph();
  const module = view?.modules.get(view.design.nodes[card]?.module ?? "");
  return ((side === "input" ? module?.inputs : module?.outputs) ?? []).map(({ name }) => ({ card, port: name, side }));
}

/** The first port of a card, an output where it has one. */
export function focusFirstPort(card: string): void {
  const first = listPorts(card, "output")[0] ?? listPorts(card, "input")[0];
  if (first) focusPort(first);
}

/** Left and right go along the card, up and down through it or along the edge. */
export function movePortFocus(direction: Direction): void {
  const here = getFocusedPort();
  if (!here) return;
  const next =
    direction === "left" || direction === "right" ? findSiblingPort(here, direction) : findPortAcross(here, direction);
  if (next) focusPort(next);
}

function findSiblingPort(here: PortRef, direction: "left" | "right"): PortRef | undefined {
  const all = listPorts(here.card, here.side);
  const at = all.findIndex(({ port }) => port === here.port);
  return all[at + (direction === "right" ? 1 : -1)];
}

function findPortAcross(here: PortRef, direction: "up" | "down"): PortRef | undefined {
  if (here.side === "output" && direction === "up") return listPorts(here.card, "input")[0];
  if (here.side === "input" && direction === "down") return listPorts(here.card, "output")[0];
  const edges = listEdges(getVisibleGraph()!.design);
  if (here.side === "input") {
    const edge = edges.find(({ target, input }) => target === here.card && input === here.port);
    return edge && { card: edge.source, port: edge.output, side: "output" };
  }
  const edge = edges.find(({ source, output }) => source === here.card && output === here.port);
  return edge && { card: edge.target, port: edge.input, side: "input" };
}

/** The ports that fit the edge that is being drawn, from top to bottom. */
function listCompatibleHandles(): HTMLElement[] {
  const place = (element: HTMLElement) => element.getBoundingClientRect();
  return [...document.querySelectorAll<HTMLElement>(".port-fits")].sort(
    (one, other) => place(one).top - place(other).top || place(one).left - place(other).left,
  );
}

export function cyclePortFocus(by: 1 | -1): void {
  const all = listCompatibleHandles();
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + by + all.length) % all.length]?.focus({ preventScroll: true });
}

/** Start an edge at the port that has the focus, and go to the first that fits. */
export function startEdgeAtPort(): void {
  const here = getFocusedPort();
  if (!here) return;
  // Drawn at once: a focus that comes a frame later undoes what the next key has done since.
  flushSync(() => startEdgeDrag(here.card, here.port, here.side, true));
  listCompatibleHandles()[0]?.focus({ preventScroll: true });
}

/** End the edge at the port that has the focus. */
export function finishEdgeAtPort(): void {
  const here = getFocusedPort();
  const { draggedPort } = useUi.getState();
  stopEdgeDrag();
  if (!here || !draggedPort || here.side === draggedPort.side) return;
  const to = resolveGroupPort(here.card, here.port);
  if (draggedPort.side === "output") {
    drawEdge({ source: draggedPort.node, sourceHandle: draggedPort.port, target: to.node, targetHandle: to.port });
  } else drawEdge({ source: to.node, sourceHandle: to.port, target: draggedPort.node, targetHandle: draggedPort.port });
}
