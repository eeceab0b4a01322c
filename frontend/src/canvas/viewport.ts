/** The canvas for actions: where it looks, and how to make it look elsewhere. */

import { getViewportForBounds, type ReactFlowInstance, type Rect, type Viewport } from "@xyflow/react";
import { flushSync } from "react-dom";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/cardSizes";
import type { CardBounds } from "../graph/routing/edgePath";
import { sortTopologically } from "../graph/topologicalOrder";
import { useUi } from "../stores/uiStore";
import type { DataEdgeType } from "./DataEdge";
import { moveOncePointerRests } from "./pointerHold";
import type { CardNodeType } from "./toReactFlow";
import { getVisibleGraph } from "./useVisibleGraph";

type FlowInstance = ReactFlowInstance<CardNodeType, DataEdgeType>;

let flow: FlowInstance | null = null;

export function setViewportFlow(to: FlowInstance | null): void {
  flow = to;
}

/** Whether there is a canvas at all: the outline may stand in its place. */
export const hasCanvas = (): boolean => flow !== null;

const reducedMotion = matchMedia("(prefers-reduced-motion: reduce)");
/** With very many cards the way there would only be waited for. */
const MAX_ANIMATED_CARDS = 300;

/** How a change of view moves. */
function getTransition(): { duration: number } {
  const many = (flow?.getNodes().length ?? 0) > MAX_ANIMATED_CARDS;
  return { duration: reducedMotion.matches || many ? 0 : 220 };
}

/** How the whole design is shown: never larger than it is. */
const FIT_OPTIONS = { padding: 0.05, maxZoom: 1 };
/** What is kept free at the lower edge of the canvas for the bars that float there. */
const BAR_HEIGHT = 58;
type FitPadding = Parameters<typeof getViewportForBounds>[5];

/** Show all cards and what stands in their margins. */
export function fitAll(moving: { duration: number } = getTransition()): void {
  const box = getCanvasRect();
  if (!flow || !box) return;
  const all = [flow.getNodesBounds(flow.getNodes()), ...listAnnotationRects()].reduce(mergeRects);
  const { left, right, top, bottom } = getCanvasArea() ?? box;
  const [width, height] = [right - left, bottom - top];
  const [across, down] = [Math.min(width * FIT_OPTIONS.padding, 60), Math.min(height * FIT_OPTIONS.padding, 60)];
  const padding: FitPadding = {
    left: `${Math.round(across)}px`,
    right: `${Math.round(across + box.right - right)}px`,
    top: `${Math.round(down)}px`,
    bottom: `${Math.round(Math.max(down, BAR_HEIGHT))}px`,
  };
  fittedViewport = getViewportForBounds(all, box.width, box.height, 0.05, FIT_OPTIONS.maxZoom, padding);
  void flow.setViewport(fittedViewport, moving);
}

/** The view that showed everything last. */
let fittedViewport: Viewport | null = null;
const isFitted = (): boolean => {
  const { x, y, zoom } = flow?.getViewport() ?? { x: 0, y: 0, zoom: 0 };
  return (
    fittedViewport !== null &&
    Math.hypot(x - fittedViewport.x, y - fittedViewport.y) < 1 &&
    Math.abs(zoom - fittedViewport.zoom) < 0.001
  );
};

/** Called when the canvas may have another size: while all was shown, show all again. */
export const keepFitted = (): void => moveOncePointerRests(refit);

function refit(): void {
  if (isFitted()) fitAll({ duration: 0 });
}

let lastCanvasLeft: number | null = null;

/** Called when the canvas may begin farther left or right than before: the cards stay where they are on the screen. */
export function preserveCanvasOffset(): void {
  const now = getCanvasRect()?.left ?? null;
  const by = lastCanvasLeft !== null && now !== null ? lastCanvasLeft - now : 0;
  lastCanvasLeft = now;
  shiftView(by);
}

let lastPaneWidth: number | null = null;

/** Called when the pane beside the canvas may be wider or narrower than before: what was in the middle stays there. */
export function preserveCanvasCenter(): void {
  const pane = document.querySelector(".side")?.getBoundingClientRect();
  const now = pane && !findFloatingPane() ? pane.width : null;
  const by = lastPaneWidth !== null && now !== null ? lastPaneWidth - now : 0;
  lastPaneWidth = now;
  if (by !== 0 && isFitted()) fitAll({ duration: 0 });
  else shiftView(by / 2);
}

function shiftView(by: number): void {
  if (!flow || by === 0) return;
  const view = flow.getViewport();
  void flow.setViewport({ ...view, x: view.x + by });
}

/** The part of the canvas that no pane lies over, on the screen. */
export function getCanvasArea(): CardBounds | null {
  const box = getCanvasRect();
  if (!box) return null;
  const { left, top, bottom } = box;
  return { left, top, right: Math.min(box.right, findFloatingPane()?.left ?? box.right), bottom };
}

const getCanvasRect = (): DOMRect | undefined => document.querySelector(".canvas")?.getBoundingClientRect();

/** Where the notes in the margins are, in the design's coordinates. */
function listAnnotationRects(): Rect[] {
  const found = document.querySelectorAll(".margin-note:not(.margin-over), .failure-note:not(.margin-over)");
  const zoom = flow?.getZoom() ?? 1;
  return [...found].flatMap((note) => {
    const { left, top, width, height } = note.getBoundingClientRect();
    return width > 0 ? [{ ...toCanvasPosition(left, top), width: width / zoom, height: height / zoom }] : [];
  });
}

function mergeRects(one: Rect, other: Rect): Rect {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  return { x, y, width: right - x, height: bottom - y };
}

const VIEW_MARGIN = 16;

/** Have a thing that has come by itself in sight, once nobody is about to press something there. */
export const bringIntoView = (element: Element): void => moveOncePointerRests(() => moveIntoView(element));

/** Move the view by as much as a thing on the canvas reaches out of it; while all was shown, show all again. */
function moveIntoView(element: Element): void {
  const box = getCanvasRect();
  if (isFitted()) {
    fitAll();
    return;
  }
  const { left, right, width } = element.getBoundingClientRect();
  if (!flow || !box || width === 0 || width > box.width - 2 * VIEW_MARGIN) return;
  const by = Math.max(0, box.left + VIEW_MARGIN - left) - Math.max(0, right - box.right + VIEW_MARGIN);
  const view = flow.getViewport();
  if (by !== 0) void flow.setViewport({ ...view, x: view.x + by }, getTransition());
}

type ViewListener = (byHand: boolean) => void;
const viewListeners = new Set<ViewListener>();

/** Be told whenever the view moves, and whether it was moved by hand. What is returned ends it. */
export function subscribeToView(watch: ViewListener): () => void {
  viewListeners.add(watch);
  return () => viewListeners.delete(watch);
}

/** Called by the canvas whenever its view moves. */
export function notifyViewMoved(byHand: boolean): void {
  for (const watch of viewListeners) watch(byHand);
}

/** Show a part of the paper, as large as it goes. */
export const fitRect = (sight: Rect): void => void flow?.fitBounds(sight, { ...getTransition(), padding: 0 });

let isFitPending = false;

/** Show the whole design once the canvas has drawn the change that was just made. */
export function fitOnceDrawn(): void {
  isFitPending = true;
}

/** Called by the canvas whenever it has drawn other cards. */
export function notifyDrawn(): void {
  if (isFitPending) fitAll();
  isFitPending = false;
}

export const getZoom = (): number => flow?.getZoom() ?? 1;

/** A place of the design on the screen. */
export const toScreenPosition = (at: { x: number; y: number }): { x: number; y: number } =>
  flow?.flowToScreenPosition(at) ?? at;

export const zoomIn = (): void => void flow?.zoomIn(getTransition());
export const zoomOut = (): void => void flow?.zoomOut(getTransition());
export const zoomToFull = (): void => void flow?.zoomTo(1, getTransition());

/** Bring a node to the middle, no smaller than it can be read. */
export function centerOnNode(id: string): void {
  const node = getVisibleGraph()?.design.nodes[id];
  if (!node || !flow) return;
  const zoom = Math.max(flow.getZoom(), 0.8);
  void flow.setCenter(node.x + NODE_WIDTH / 2, node.y + NODE_HEIGHT / 2, { ...getTransition(), zoom });
}

/** How far to move a stretch so that it lies between two limits, with some room; 0 when it does. */
function computeShiftInto(from: number, to: number, low: number, high: number): number {
  if (from >= low && to <= high) return 0;
  return from < low ? low + 2 * VIEW_MARGIN - from : high - 2 * VIEW_MARGIN - to;
}

/** Move the view only if a node is not fully in it, and no farther than it has to. `below`: room wanted under it. */
export function ensureVisible(id: string, below = 0): void {
  const node = getVisibleGraph()?.design.nodes[id];
  const box = getCanvasRect();
  if (!node || !box || !flow) return;
  const from = flow.flowToScreenPosition(node);
  const to = flow.flowToScreenPosition({ x: node.x + NODE_WIDTH, y: node.y + NODE_HEIGHT });
  const right = Math.min(box.right, findFloatingPane()?.left ?? box.right);
  const room = Math.max(0, Math.min(below, box.height - (to.y - from.y) - 4 * VIEW_MARGIN));
  const by = {
    x: computeShiftInto(from.x, to.x, box.left, right),
    y: computeShiftInto(from.y, to.y + room, box.top, box.bottom),
  };
  const view = flow.getViewport();
  if (by.x !== 0 || by.y !== 0) void flow.setViewport({ ...view, x: view.x + by.x, y: view.y + by.y }, getTransition());
}

/** On narrow screens the pane on the right lies over the canvas; where nothing is selected, it is not shown. */
function findFloatingPane(): DOMRect | undefined {
  const pane = document.querySelector(".side");
  const box = pane && getComputedStyle(pane).position === "fixed" ? pane.getBoundingClientRect() : undefined;
  return box?.width ? box : undefined;
}

/** A place on the screen in the design's coordinates. */
export const toCanvasPosition = (x: number, y: number): { x: number; y: number } =>
  flow?.screenToFlowPosition({ x, y }) ?? { x: 0, y: 0 };

/** The middle of what is seen, in the design's coordinates. */
export function getViewCenter(): { x: number; y: number } {
  const box = getCanvasRect();
  return box ? toCanvasPosition(box.left + box.width / 2, box.top + box.height / 2) : { x: 0, y: 0 };
}

/** What is seen of the paper, in the design's coordinates. */
export function getVisibleRect(): Rect | null {
  const box = getCanvasRect();
  if (!box || !flow) return null;
  const right = Math.min(box.right, findFloatingPane()?.left ?? box.right);
  const [from, to] = [
    toCanvasPosition(box.left + VIEW_MARGIN, box.top + VIEW_MARGIN),
    toCanvasPosition(right - VIEW_MARGIN, box.bottom - VIEW_MARGIN),
  ];
  return { ...from, width: to.x - from.x, height: to.y - from.y };
}

/** What lies over the paper, as the overview, in the design's coordinates. */
export function listOverlayRects(): Rect[] {
  const zoom = flow?.getZoom() ?? 1;
  return [...document.querySelectorAll(".canvas > .floating")].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { ...toCanvasPosition(left, top), width: width / zoom, height: height / zoom };
  });
}

/** Give something on the canvas the focus: at once, so that no key that follows is lost; what is out of sight comes first. */
export function focusElement(selector: string): void {
  const focus = () => {
    const element = document.querySelector<HTMLElement>(selector);
    element?.focus({ preventScroll: true });
    return element !== null;
  };
  const before = document.activeElement;
  // By then it may be somewhere else.
  const focusLater = () => [before, document.body].includes(document.activeElement) && focus();
  if (!focus()) requestAnimationFrame(focusLater);
}

/** Give the canvas the focus: the selected card, else the first, else what empty paper offers. */
export function focusFirstCard(): boolean {
  const design = getVisibleGraph()?.design;
  const first = design ? sortTopologically(design)[0] : undefined;
  const cards = [".react-flow__node.selected", `.react-flow__node[data-id="${CSS.escape(first ?? "")}"]`];
  const found = [...cards, ".react-flow__node", ".canvas-empty button"].map((one) => document.querySelector(one));
  const to = found.find((one) => one instanceof HTMLElement);
  to?.focus();
  return to !== undefined;
}

/** Close what has the keyboard, and give it to the canvas at once: the next key counts there, and what it does stays. */
export function closeToCanvas(close: () => void): void {
  flushSync(close);
  const focusUnlessTaken = () => document.activeElement === document.body && focusCanvas();
  focusUnlessTaken();
  // A card that has just been added takes the focus once it has been measured.
  requestAnimationFrame(focusUnlessTaken);
}

/** Leave a field for the selected card, or for the canvas as a whole; for the outline, where that had the focus. */
export function focusCanvas(): void {
  const row = document.querySelector<HTMLElement>("[role=tree] [role=treeitem][tabindex='0']");
  if (row && (!flow || useUi.getState().outlineFocused)) {
    row.focus();
    return;
  }
  const card = document.querySelector<HTMLElement>(".react-flow__node.selected");
  if (card) card.focus();
  else (document.activeElement as HTMLElement | null)?.blur();
}
