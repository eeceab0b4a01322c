/** Ports by keyboard: which has the focus, where arrows lead from it, and edges drawn from port to port. */

import { connections } from "../graph/ports";
import { innerPort } from "../graph/view";
import type { Direction } from "../graph/walk";
import { type Dragged, useUi } from "../stores/ui";
import { startDrawing, stopDrawing } from "./fitting";
import { drawEdge } from "./gestures";
import { ensureVisible, focusOn } from "./stage";
import { currentView } from "./viewing";

interface PortPlace {
  card: string;
  port: string;
  side: Dragged["side"];
}

export function focusedPort(): PortPlace | null {
  const element = document.activeElement?.closest<HTMLElement>(".port");
  const { nodeid, handleid } = element?.dataset ?? {};
  if (!element || nodeid === undefined || handleid === undefined) return null;
  return { card: nodeid, port: handleid, side: element.classList.contains("target") ? "input" : "output" };
}

export function focusPort({ card, port }: PortPlace): void {
  ensureVisible(card);
  focusOn(`.port[data-nodeid="${CSS.escape(card)}"][data-handleid="${CSS.escape(port)}"]`);
}

/** Back from a port to its card. */
export const leavePort = (): void =>
  document.activeElement?.closest<HTMLElement>(".react-flow__node")?.focus({ preventScroll: true });

/** The ports of a card on one side, in their order. */
function portsOf(card: string, side: Dragged["side"]): PortPlace[] {
  const view = currentView();
  const module = view?.modules.get(view.design.nodes[card]?.module ?? "");
  return ((side === "input" ? module?.inputs : module?.outputs) ?? []).map(({ name }) => ({ card, port: name, side }));
}

/** The first port of a card, an output where it has one. */
export function focusFirstPort(card: string): void {
  const first = portsOf(card, "output")[0] ?? portsOf(card, "input")[0];
  if (first) focusPort(first);
}

/** Left and right go along the card, up and down through it or along the edge. */
export function walkPorts(direction: Direction): void {
  const here = focusedPort();
  if (!here) return;
  const next = direction === "left" || direction === "right" ? sibling(here, direction) : through(here, direction);
  if (next) focusPort(next);
}

function sibling(here: PortPlace, direction: "left" | "right"): PortPlace | undefined {
  const all = portsOf(here.card, here.side);
  const at = all.findIndex(({ port }) => port === here.port);
  return all[at + (direction === "right" ? 1 : -1)];
}

function through(here: PortPlace, direction: "up" | "down"): PortPlace | undefined {
  if (here.side === "output" && direction === "up") return portsOf(here.card, "input")[0];
  if (here.side === "input" && direction === "down") return portsOf(here.card, "output")[0];
  const edges = connections(currentView()!.design);
  if (here.side === "input") {
    const edge = edges.find(({ target, input }) => target === here.card && input === here.port);
    return edge && { card: edge.source, port: edge.output, side: "output" };
  }
  const edge = edges.find(({ source, output }) => source === here.card && output === here.port);
  return edge && { card: edge.target, port: edge.input, side: "input" };
}

/** The ports that fit the edge that is being drawn, from top to bottom. */
function fitting(): HTMLElement[] {
  const place = (element: HTMLElement) => element.getBoundingClientRect();
  return [...document.querySelectorAll<HTMLElement>(".port-fits")].sort(
    (one, other) => place(one).top - place(other).top || place(one).left - place(other).left,
  );
}

export function cyclePort(by: 1 | -1): void {
  const all = fitting();
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + by + all.length) % all.length]?.focus({ preventScroll: true });
}

/** Start an edge at the port that has the focus, and go to the first that fits. */
export function startAtPort(): void {
  const here = focusedPort();
  if (!here) return;
  startDrawing(here.card, here.port, here.side, true);
  requestAnimationFrame(() => fitting()[0]?.focus({ preventScroll: true }));
}

/** End the edge at the port that has the focus. */
export function finishAtPort(): void {
  const here = focusedPort();
  const { dragged } = useUi.getState();
  stopDrawing();
  if (!here || !dragged || here.side === dragged.side) return;
  const to = innerPort(here.card, here.port);
  if (dragged.side === "output") {
    drawEdge({ source: dragged.node, sourceHandle: dragged.port, target: to.node, targetHandle: to.port });
  } else drawEdge({ source: to.node, sourceHandle: to.port, target: dragged.node, targetHandle: dragged.port });
}
