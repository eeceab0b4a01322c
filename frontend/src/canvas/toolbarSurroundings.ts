/** What lies around a card on the screen: what its toolbar should not cover. */

import { LABEL_HEIGHT } from "../graph/routing/edgeLabels";
import type { CardBounds } from "../graph/routing/edgePath";
import { listSegments } from "../graph/routing/routeSegments";
import type { ToolbarSurroundings } from "../graph/toolbarPlacement";
import { getCanvasEdges, listEdgeLabels, toCardBounds } from "./edgeLayout";
import { getVisibleGraph } from "./useVisibleGraph";
import { getCanvasArea, getZoom, toScreenPosition } from "./viewport";

export const TOOLBAR_THICKNESS = 36;
const PORT_RADIUS = 9;
/** How far away things are looked at. */
const REACH = 700;

/** In pixels from the upper left corner of the canvas; null where the card or the canvas is not shown. */
export function measureSurroundings(id: string): { card: CardBounds; around: ToolbarSurroundings } | null {
  const node = getVisibleGraph()?.design.nodes[id];
  const canvas = document.querySelector(".canvas")?.getBoundingClientRect();
  const area = getCanvasArea();
  if (!node || !canvas || !area) return null;
  const { left, top } = canvas;
  const toScreen = (bounds: CardBounds): CardBounds => {
    const [from, to] = [
      toScreenPosition({ x: bounds.left, y: bounds.top }),
      toScreenPosition({ x: bounds.right, y: bounds.bottom }),
    ];
    return { left: from.x - left, top: from.y - top, right: to.x - left, bottom: to.y - top };
  };
  const card = toScreen(toCardBounds(node));
  const isNear = (one: CardBounds) => Math.abs(one.left - card.left) < REACH && Math.abs(one.top - card.top) < REACH;
  const pick = (all: readonly CardBounds[]) => all.map(toScreen).filter(isNear);
  return {
    card,
    around: {
      area: { left: area.left - left, top: area.top - top, right: area.right - left, bottom: area.bottom - top },
      notes: listNotes(left, top).filter(isNear),
      marks: pick([...listPorts(), ...listLabels()]),
      cards: pick(Object.values(getVisibleGraph()!.design.nodes).map(toCardBounds)),
      lines: pick(listLines()),
    },
  };
}

/** What stands in the margins of cards, and bars that float over the canvas. */
function listNotes(left: number, top: number): CardBounds[] {
  const found = document.querySelectorAll(".margin-note, .failure-note, .canvas > .floating, .banners > *");
  return [...found].flatMap((element) => {
    if (getComputedStyle(element).visibility === "hidden") return [];
    const box = element.getBoundingClientRect();
    return box.width > 0
      ? [{ left: box.left - left, top: box.top - top, right: box.right - left, bottom: box.bottom - top }]
      : [];
  });
}

function listPorts(): CardBounds[] {
  const radius = PORT_RADIUS / Math.max(getZoom(), 0.3);
  return getCanvasEdges().edges.flatMap(({ from, to }) =>
    [from, to].map(({ x, y }) => ({ left: x - radius, right: x + radius, top: y - radius, bottom: y + radius })),
  );
}

function listLabels(): CardBounds[] {
  return listEdgeLabels().map(({ x, y, text }) => {
    const half = text.length * 3.2;
    return { left: x - half, right: x + half, top: y - LABEL_HEIGHT / 2, bottom: y + LABEL_HEIGHT / 2 };
  });
}

function listLines(): CardBounds[] {
  const { layout } = getCanvasEdges();
  return [...(layout?.routes.values() ?? [])].flatMap((points) =>
    listSegments("", points).map(({ upright, at, from, to }) =>
      upright ? { left: at, right: at, top: from, bottom: to } : { left: from, right: to, top: at, bottom: at },
    ),
  );
}
