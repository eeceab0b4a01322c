/** Draws a whole design small: frames and notes in their tints, edges, cards in the color of their state. */

import type { Problem, Step } from "../api/apiTypes";
import type { Design } from "../api/designDocument";
import type { CardRect } from "../graph/cardAlignment";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/cardSizes";
import { parseGroupCardId, parseNoteCardId, readGroups, readNotes } from "../graph/designGroups";
import { listEdges } from "../graph/ports";
import type { VisibleGraph } from "../graph/visibleGraph";
import { computeFrames, listCards, listNoteCards } from "./groupFrames";
import { toKnownColor } from "./groups/editGroup";

const MINIMAP_MARGIN = 40;
/** A design of a few cards is not drawn larger. */
const MAX_MINIMAP_SCALE = 0.16;
/** Of the pixels of the drawing, so that it is sharp on any screen. */
const PIXEL_DENSITY = 2;

export interface MinimapScene {
  /** The design without regard to what is folded or opened: whose groups and notes have which color. */
  design: Design;
  view: VisibleGraph;
  problems: readonly Problem[] | undefined;
  steps: Readonly<Record<string, Step>>;
  selection: readonly string[];
}

export interface MinimapRect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part of the paper that is shown: its corner, and how much smaller it is. */
export interface MinimapTransform {
  x: number;
  y: number;
  scale: number;
}

/** A place for the drawing, of so many pixels of the page. */
export function createMinimapCanvas(width: number, height: number): HTMLCanvasElement {
  const made = document.createElement("canvas");
  made.width = width * PIXEL_DENSITY;
  made.height = height * PIXEL_DENSITY;
  return made;
}

/** Draw the scene anew. Returns where it is shown. */
export function paintMinimap(
  onto: HTMLCanvasElement,
  scene: MinimapScene,
  color: (name: string) => string,
): MinimapTransform {
  const frames = [...computeFrames(scene.view).values()].reverse();
  const notes = listNoteCards(scene.view);
  const cards = listCards(scene.view);
  const frame = computeTransform(
    [...frames, ...notes, ...cards],
    onto.width / PIXEL_DENSITY,
    onto.height / PIXEL_DENSITY,
  );
  const pen = onto.getContext("2d")!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, onto.width, onto.height);
  applyTransform(pen, frame);
  for (const card of frames) paintTintedCard(pen, card, color(getTintToken(scene.design, card.id)), 0.16, frame);
  paintMinimapEdges(pen, scene.view.design, color("--edge-dataset"), 1 / frame.scale);
  for (const card of notes) paintTintedCard(pen, card, color(getTintToken(scene.design, card.id)), 0.45, frame);
  paintMinimapCards(pen, cards, scene, color);
  return frame;
}

/** The finished drawing, and on it what is to be seen of the paper. */
export function paintVisibleArea(
  onto: HTMLCanvasElement,
  drawing: HTMLCanvasElement,
  frame: MinimapTransform,
  view: MinimapRect,
  color: string,
): void {
  const pen = onto.getContext("2d")!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, onto.width, onto.height);
  pen.drawImage(drawing, 0, 0);
  applyTransform(pen, frame);
  pen.fillStyle = color;
  pen.strokeStyle = color;
  pen.lineWidth = 1 / frame.scale;
  pen.globalAlpha = 0.07;
  pen.fillRect(view.x, view.y, view.width, view.height);
  pen.globalAlpha = 1;
  pen.strokeRect(view.x, view.y, view.width, view.height);
}

function applyTransform(pen: CanvasRenderingContext2D, { x, y, scale }: MinimapTransform): void {
  const by = PIXEL_DENSITY * scale;
  pen.setTransform(by, 0, 0, by, -by * x, -by * y);
}

/** All cards in the middle of a drawing of this size. */
export function computeTransform(cards: readonly CardRect[], width: number, height: number): MinimapTransform {
  const all = computeBoundingBox(cards);
  const scale = Math.min(
    width / (all.width + 2 * MINIMAP_MARGIN),
    height / (all.height + 2 * MINIMAP_MARGIN),
    MAX_MINIMAP_SCALE,
  );
  return { x: all.x + all.width / 2 - width / 2 / scale, y: all.y + all.height / 2 - height / 2 / scale, scale };
}

/** The smallest box that holds all cards. */
export function computeBoundingBox(cards: readonly CardRect[]): MinimapRect {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const card of cards) {
    left = Math.min(left, card.x);
    top = Math.min(top, card.y);
    right = Math.max(right, card.x + card.width);
    bottom = Math.max(bottom, card.y + card.height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Whether what is seen holds a box, but for the width of a margin. */
export function isInVisibleArea(box: MinimapRect, seen: MinimapRect): boolean {
  return (
    box.x >= seen.x - MINIMAP_MARGIN &&
    box.y >= seen.y - MINIMAP_MARGIN &&
    box.x + box.width <= seen.x + seen.width + MINIMAP_MARGIN &&
    box.y + box.height <= seen.y + seen.height + MINIMAP_MARGIN
  );
}

/** Everything on the paper: cards, notes and frames. */
export const listAllCards = (view: VisibleGraph): CardRect[] => [
  ...computeFrames(view).values(),
  ...listNoteCards(view),
  ...listCards(view),
];

/** As in groups.css. */
const TINT_TOKENS: Record<string, string> = {
  yellow: "--marker-line",
  blue: "--pen-line",
  green: "--green-line",
  red: "--red-line",
  grey: "--hairline-strong",
};

/** The token of the color that a group or a note has. */
export function getTintToken(design: Design, card: string): string {
  const note = parseNoteCardId(card);
  const of = note === null ? readGroups(design).get(parseGroupCardId(card) ?? "") : readNotes(design).get(note);
  return TINT_TOKENS[toKnownColor(of?.color ?? "")]!;
}

function paintTintedCard(
  pen: CanvasRenderingContext2D,
  card: CardRect,
  tint: string,
  filled: number,
  { scale }: MinimapTransform,
): void {
  pen.fillStyle = tint;
  pen.strokeStyle = tint;
  pen.lineWidth = 1 / scale;
  pen.beginPath();
  pen.roundRect(card.x, card.y, card.width, card.height, 8);
  pen.globalAlpha = filled;
  pen.fill();
  pen.globalAlpha = 1;
  pen.stroke();
}

function paintMinimapEdges(pen: CanvasRenderingContext2D, design: Design, color: string, width: number): void {
  pen.strokeStyle = color;
  pen.lineWidth = width;
  pen.beginPath();
  for (const { source, target } of listEdges(design)) {
    const [from, to] = [design.nodes[source], design.nodes[target]];
    if (!from || !to) continue;
    pen.moveTo(from.x + NODE_WIDTH / 2, from.y + NODE_HEIGHT);
    pen.lineTo(from.x + NODE_WIDTH / 2, to.y - 16);
    pen.lineTo(to.x + NODE_WIDTH / 2, to.y - 16);
    pen.lineTo(to.x + NODE_WIDTH / 2, to.y);
  }
  pen.stroke();
}

function paintMinimapCards(
  pen: CanvasRenderingContext2D,
  cards: readonly CardRect[],
  scene: MinimapScene,
  color: (name: string) => string,
): void {
  const wrong = new Set(scene.problems?.map((problem) => problem.node));
  const selected = new Set(scene.selection);
  const stateOf = (id: string) => STATE_TOKENS[scene.steps[id]?.state ?? ""] ?? "--bar-soft";
  const tokenOf = ({ id }: CardRect) => (selected.has(id) ? "--pen" : wrong.has(id) ? "--marker-line" : stateOf(id));
  for (const [token, same] of Map.groupBy(cards, tokenOf)) {
    pen.fillStyle = color(token);
    pen.beginPath();
    for (const { x, y, width, height } of same) pen.roundRect(x, y, width, height, 12);
    pen.fill();
  }
}

const STATE_TOKENS: Record<string, string> = {
  succeeded: "--green-line",
  reused: "--green-line",
  failed: "--red",
  running: "--pen",
};
