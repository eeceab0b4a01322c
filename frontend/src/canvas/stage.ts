/** The canvas for actions: where it looks, and how to make it look elsewhere. */

import { getViewportForBounds, type ReactFlowInstance, type Rect, type Viewport } from "@xyflow/react";
import { inOrder } from "../graph/order";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/sizes";
import { useUi } from "../stores/ui";
import type { DataEdgeType } from "./DataEdge";
import type { CardNodeType } from "./elements";
import { currentView } from "./viewing";

type Instance = ReactFlowInstance<CardNodeType, DataEdgeType>;

let instance: Instance | null = null;

export function setStage(to: Instance | null): void {
  instance = to;
}

/** Whether there is a canvas at all: the outline may stand in its place. */
export const hasStage = (): boolean => instance !== null;

const stillness = matchMedia("(prefers-reduced-motion: reduce)");
/** With very many cards the way there would only be waited for. */
const MANY_NODES = 300;

/** How a change of view moves. */
function calm(): { duration: number } {
  const many = (instance?.getNodes().length ?? 0) > MANY_NODES;
  return { duration: stillness.matches || many ? 0 : 220 };
}

/** How the whole design is shown: never larger than it is. */
const FIT = { padding: 0.07, maxZoom: 1 };

/** Show all cards and what stands in their margins. */
export function fitAll(moving: { duration: number } = calm()): void {
  const box = paper();
  if (!instance || !box) return;
  const all = [instance.getNodesBounds(instance.getNodes()), ...notes()].reduce(around);
  fitted = getViewportForBounds(all, box.width, box.height, 0.05, FIT.maxZoom, FIT.padding);
  void instance.setViewport(fitted, moving);
}

/** The view that showed everything last. */
let fitted: Viewport | null = null;
const isFitted = (): boolean => {
  const { x, y, zoom } = instance?.getViewport() ?? { x: 0, y: 0, zoom: 0 };
  return fitted !== null && Math.hypot(x - fitted.x, y - fitted.y) < 1 && Math.abs(zoom - fitted.zoom) < 0.001;
};

let left: number | null = null;

/** Called when the canvas may begin farther left or right than before: the cards stay where they are on the screen. */
export function keepStill(): void {
  const now = paper()?.left ?? null;
  const by = left !== null && now !== null ? left - now : 0;
  left = now;
  if (!instance || by === 0) return;
  const view = instance.getViewport();
  void instance.setViewport({ ...view, x: view.x + by });
}

const paper = (): DOMRect | undefined => document.querySelector(".canvas")?.getBoundingClientRect();

/** Where the notes in the margins are, in the design's coordinates. */
function notes(): Rect[] {
  const found = document.querySelectorAll(".margin-note:not(.margin-over), .failure-note:not(.margin-over)");
  const zoom = instance?.getZoom() ?? 1;
  return [...found].flatMap((note) => {
    const { left, top, width, height } = note.getBoundingClientRect();
    return width > 0 ? [{ ...onStage(left, top), width: width / zoom, height: height / zoom }] : [];
  });
}

function around(one: Rect, other: Rect): Rect {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

const ROOM = 16;

/** Move the view by as much as a thing on the canvas reaches out of it; while all was shown, show all again. */
export function bringIntoView(element: Element): void {
  const box = paper();
  if (isFitted()) {
    fitAll();
    return;
  }
  const { left, right, width } = element.getBoundingClientRect();
  if (!instance || !box || width === 0 || width > box.width - 2 * ROOM) return;
  const by = Math.max(0, box.left + ROOM - left) - Math.max(0, right - box.right + ROOM);
  const view = instance.getViewport();
  if (by !== 0) void instance.setViewport({ ...view, x: view.x + by }, calm());
}

type Watch = (byHand: boolean) => void;
const watches = new Set<Watch>();

/** Be told whenever the view moves, and whether it was moved by hand. What is returned ends it. */
export function watchStage(watch: Watch): () => void {
  watches.add(watch);
  return () => watches.delete(watch);
}

/** Called by the canvas whenever its view moves. */
export function moved(byHand: boolean): void {
  for (const watch of watches) watch(byHand);
}

/** Show a part of the paper, as large as it goes. */
export const showSight = (sight: Rect): void => void instance?.fitBounds(sight, { ...calm(), padding: 0 });

let wished = false;

/** Show the whole design once the canvas has drawn the change that was just made. */
export function fitOnceDrawn(): void {
  wished = true;
}

/** Called by the canvas whenever it has drawn other cards. */
export function drawn(): void {
  if (wished) fitAll();
  wished = false;
}

export const zoomOf = (): number => instance?.getZoom() ?? 1;

/** A place of the design on the screen. */
export const onScreen = (at: { x: number; y: number }): { x: number; y: number } =>
  instance?.flowToScreenPosition(at) ?? at;

export const zoomIn = (): void => void instance?.zoomIn(calm());
export const zoomOut = (): void => void instance?.zoomOut(calm());
export const zoomToFull = (): void => void instance?.zoomTo(1, calm());

/** Bring a node to the middle, no smaller than it can be read. */
export function lookAt(id: string): void {
  const node = currentView()?.design.nodes[id];
  if (!node || !instance) return;
  const zoom = Math.max(instance.getZoom(), 0.8);
  void instance.setCenter(node.x + NODE_WIDTH / 2, node.y + NODE_HEIGHT / 2, { ...calm(), zoom });
}

/** How far to move a stretch so that it lies between two limits, with some room; 0 when it does. */
function within(from: number, to: number, low: number, high: number): number {
  if (from >= low && to <= high) return 0;
  return from < low ? low + 2 * ROOM - from : high - 2 * ROOM - to;
}

/** Move the view only if a node is not fully in it, and no farther than it has to. `below`: room wanted under it. */
export function ensureVisible(id: string, below = 0): void {
  const node = currentView()?.design.nodes[id];
  const box = paper();
  if (!node || !box || !instance) return;
  const from = instance.flowToScreenPosition(node);
  const to = instance.flowToScreenPosition({ x: node.x + NODE_WIDTH, y: node.y + NODE_HEIGHT });
  const right = Math.min(box.right, floatingPane()?.left ?? box.right);
  const room = Math.max(0, Math.min(below, box.height - (to.y - from.y) - 4 * ROOM));
  const by = { x: within(from.x, to.x, box.left, right), y: within(from.y, to.y + room, box.top, box.bottom) };
  const view = instance.getViewport();
  if (by.x !== 0 || by.y !== 0) void instance.setViewport({ ...view, x: view.x + by.x, y: view.y + by.y }, calm());
}

/** On narrow screens the pane on the right lies over the canvas. */
function floatingPane(): DOMRect | undefined {
  const pane = document.querySelector(".side");
  return pane && getComputedStyle(pane).position === "fixed" ? pane.getBoundingClientRect() : undefined;
}

/** A place on the screen in the design's coordinates. */
export const onStage = (x: number, y: number): { x: number; y: number } =>
  instance?.screenToFlowPosition({ x, y }) ?? { x: 0, y: 0 };

/** The middle of what is seen, in the design's coordinates. */
export function middle(): { x: number; y: number } {
  const box = paper();
  return box ? onStage(box.left + box.width / 2, box.top + box.height / 2) : { x: 0, y: 0 };
}

/** What is seen of the paper, in the design's coordinates. */
export function inView(): Rect | null {
  const box = paper();
  if (!box || !instance) return null;
  const right = Math.min(box.right, floatingPane()?.left ?? box.right);
  const [from, to] = [onStage(box.left + ROOM, box.top + ROOM), onStage(right - ROOM, box.bottom - ROOM)];
  return { ...from, width: to.x - from.x, height: to.y - from.y };
}

/** What lies over the paper, as the overview, in the design's coordinates. */
export function covers(): Rect[] {
  const zoom = instance?.getZoom() ?? 1;
  return [...document.querySelectorAll(".canvas > .floating")].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { ...onStage(left, top), width: width / zoom, height: height / zoom };
  });
}

/** Give something on the canvas the focus: at once, so that no key that follows is lost; what is out of sight comes first. */
export function focusOn(selector: string): void {
  const focus = () => {
    const element = document.querySelector<HTMLElement>(selector);
    element?.focus({ preventScroll: true });
    return element !== null;
  };
  if (!focus()) requestAnimationFrame(focus);
}

/** Give the canvas the focus: the selected card, else the first, else what empty paper offers. */
export function focusPaper(): boolean {
  const design = currentView()?.design;
  const first = design ? inOrder(design)[0] : undefined;
  const cards = [".react-flow__node.selected", `.react-flow__node[data-id="${CSS.escape(first ?? "")}"]`];
  const found = [...cards, ".react-flow__node", ".canvas-empty button"].map((one) => document.querySelector(one));
  const to = found.find((one) => one instanceof HTMLElement);
  to?.focus();
  return to !== undefined;
}

/** Leave a field for the selected card, or for the canvas as a whole; for the outline, where that had the focus. */
export function focusCanvas(): void {
  const row = document.querySelector<HTMLElement>("[role=tree] [role=treeitem][tabindex='0']");
  if (row && (!instance || useUi.getState().inOutline)) {
    row.focus();
    return;
  }
  const card = document.querySelector<HTMLElement>(".react-flow__node.selected");
  if (card) card.focus();
  else (document.activeElement as HTMLElement | null)?.blur();
}
