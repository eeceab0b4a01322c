/** The canvas for actions: where it looks, and how to make it look elsewhere. */

import type { ReactFlowInstance } from "@xyflow/react";
import { NODE_HEIGHT, NODE_WIDTH, snapped } from "../graph/sizes";
import { useDesign } from "../stores/design";
import type { DataEdgeType } from "./DataEdge";
import type { ModuleNodeType } from "./elements";

type Instance = ReactFlowInstance<ModuleNodeType, DataEdgeType>;

let instance: Instance | null = null;

export function setStage(to: Instance | null): void {
  instance = to;
}

const stillness = matchMedia("(prefers-reduced-motion: reduce)");
/** With very many cards the way there would only be waited for. */
const MANY_NODES = 300;

/** How a change of view moves. */
function calm(): { duration: number } {
  const many = (instance?.getNodes().length ?? 0) > MANY_NODES;
  return { duration: stillness.matches || many ? 0 : 220 };
}

/** How the whole design is shown: never larger than it is. */
export const FIT = { padding: 0.07, maxZoom: 1 };

export const fitAll = (): void => void instance?.fitView({ ...calm(), ...FIT });
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

export const zoomIn = (): void => void instance?.zoomIn(calm());
export const zoomOut = (): void => void instance?.zoomOut(calm());
export const zoomToFull = (): void => void instance?.zoomTo(1, calm());

/** Bring a node to the middle, no smaller than it can be read. */
export function lookAt(id: string): void {
  const node = useDesign.getState().document?.nodes[id];
  if (!node || !instance) return;
  const zoom = Math.max(instance.getZoom(), 0.8);
  void instance.setCenter(node.x + NODE_WIDTH / 2, node.y + NODE_HEIGHT / 2, { ...calm(), zoom });
}

/** Move the view only if a node is not fully in it. */
export function ensureVisible(id: string): void {
  const node = useDesign.getState().document?.nodes[id];
  const box = document.querySelector(".canvas")?.getBoundingClientRect();
  if (!node || !box || !instance) return;
  const from = instance.flowToScreenPosition(node);
  const to = instance.flowToScreenPosition({ x: node.x + NODE_WIDTH, y: node.y + NODE_HEIGHT });
  const seen = from.x >= box.left && from.y >= box.top && to.x <= box.right && to.y <= box.bottom;
  const middle = { x: node.x + NODE_WIDTH / 2, y: node.y + NODE_HEIGHT / 2 };
  if (!seen) void instance.setCenter(middle.x, middle.y, { ...calm(), zoom: instance.getZoom() });
}

/** A place on the screen in the design's coordinates. */
export const onStage = (x: number, y: number): { x: number; y: number } =>
  instance?.screenToFlowPosition({ x, y }) ?? { x: 0, y: 0 };

/** The middle of what is seen, in the design's coordinates. */
export function middle(): { x: number; y: number } {
  const box = document.querySelector(".canvas")?.getBoundingClientRect();
  return box ? onStage(box.left + box.width / 2, box.top + box.height / 2) : { x: 0, y: 0 };
}

/** The corner of a new card whose middle should be near a place, moved down until no other card is there. */
export function freePlace(near: { x: number; y: number }): { x: number; y: number } {
  const nodes = Object.values(useDesign.getState().document?.nodes ?? {});
  const place = { x: snapped(near.x - NODE_WIDTH / 2), y: snapped(near.y - NODE_HEIGHT / 2) };
  const covered = () =>
    nodes.some((node) => Math.abs(node.x - place.x) < NODE_WIDTH && Math.abs(node.y - place.y) < NODE_HEIGHT + 16);
  while (covered()) place.y += 104;
  return place;
}
