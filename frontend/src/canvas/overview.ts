/** Draws a whole design small: frames and notes in their tints, edges, cards in the colour of their state. */

import type { Problem, Step } from "../api/types";
import type { Card } from "../graph/arrange";
import { groupIn, groupsOf, noteIn, notesOf } from "../graph/groups";
import { connections } from "../graph/ports";
import { NODE_HEIGHT, NODE_WIDTH } from "../graph/sizes";
import type { Design } from "../graph/types";
import type { View } from "../graph/view";
import { cardsOf, framesOf, noteCardsOf } from "./frames";
import { colourOf } from "./groups/folding";

const MARGIN = 40;
/** A design of a few cards is not drawn larger. */
const LARGEST = 0.16;
/** Of the pixels of the drawing, so that it is sharp on any screen. */
const DENSITY = 2;

export interface Scene {
  /** The design without regard to what is folded or opened: whose groups and notes have which colour. */
  design: Design;
  view: View;
  problems: readonly Problem[] | undefined;
  steps: Readonly<Record<string, Step>>;
  selection: readonly string[];
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** The part of the paper that is shown: its corner, and how much smaller it is. */
export interface Frame {
  x: number;
  y: number;
  scale: number;
}

/** A place for the drawing, of so many pixels of the page. */
export function paper(width: number, height: number): HTMLCanvasElement {
  const made = document.createElement("canvas");
  made.width = width * DENSITY;
  made.height = height * DENSITY;
  return made;
}

/** Draw the scene anew. Returns where it is shown. */
export function drawScene(onto: HTMLCanvasElement, scene: Scene, colour: (name: string) => string): Frame {
  const frames = [...framesOf(scene.view).values()].reverse();
  const notes = noteCardsOf(scene.view);
  const cards = cardsOf(scene.view);
  const frame = frameOf([...frames, ...notes, ...cards], onto.width / DENSITY, onto.height / DENSITY);
  const pen = onto.getContext("2d")!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, onto.width, onto.height);
  enter(pen, frame);
  for (const card of frames) drawTinted(pen, card, colour(tintOf(scene.design, card.id)), 0.16, frame);
  drawEdges(pen, scene.view.design, colour("--edge-dataset"), 1 / frame.scale);
  for (const card of notes) drawTinted(pen, card, colour(tintOf(scene.design, card.id)), 0.45, frame);
  drawCards(pen, cards, scene, colour);
  return frame;
}

/** The finished drawing, and on it what is to be seen of the paper. */
export function drawView(
  onto: HTMLCanvasElement,
  drawing: HTMLCanvasElement,
  frame: Frame,
  view: Box,
  colour: string,
): void {
  const pen = onto.getContext("2d")!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, onto.width, onto.height);
  pen.drawImage(drawing, 0, 0);
  enter(pen, frame);
  pen.fillStyle = colour;
  pen.strokeStyle = colour;
  pen.lineWidth = 1 / frame.scale;
  pen.globalAlpha = 0.07;
  pen.fillRect(view.x, view.y, view.width, view.height);
  pen.globalAlpha = 1;
  pen.strokeRect(view.x, view.y, view.width, view.height);
}

function enter(pen: CanvasRenderingContext2D, { x, y, scale }: Frame): void {
  const by = DENSITY * scale;
  pen.setTransform(by, 0, 0, by, -by * x, -by * y);
}

/** All cards in the middle of a drawing of this size. */
export function frameOf(cards: readonly Card[], width: number, height: number): Frame {
  const all = around(cards);
  const scale = Math.min(width / (all.width + 2 * MARGIN), height / (all.height + 2 * MARGIN), LARGEST);
  return { x: all.x + all.width / 2 - width / 2 / scale, y: all.y + all.height / 2 - height / 2 / scale, scale };
}

/** The smallest box that holds all cards. */
export function around(cards: readonly Card[]): Box {
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
export function isSeen(box: Box, seen: Box): boolean {
  return (
    box.x >= seen.x - MARGIN &&
    box.y >= seen.y - MARGIN &&
    box.x + box.width <= seen.x + seen.width + MARGIN &&
    box.y + box.height <= seen.y + seen.height + MARGIN
  );
}

/** Everything on the paper: cards, notes and frames. */
export const everything = (view: View): Card[] => [...framesOf(view).values(), ...noteCardsOf(view), ...cardsOf(view)];

/** As in groups.css. */
const TINT: Record<string, string> = {
  yellow: "--marker-line",
  blue: "--pen-line",
  green: "--green-line",
  red: "--red-line",
  grey: "--hairline-strong",
};

/** The token of the colour that a group or a note has. */
export function tintOf(design: Design, card: string): string {
  const note = noteIn(card);
  const of = note === null ? groupsOf(design).get(groupIn(card) ?? "") : notesOf(design).get(note);
  return TINT[colourOf(of?.color ?? "")]!;
}

function drawTinted(pen: CanvasRenderingContext2D, card: Card, tint: string, filled: number, { scale }: Frame): void {
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

function drawEdges(pen: CanvasRenderingContext2D, design: Design, colour: string, width: number): void {
  pen.strokeStyle = colour;
  pen.lineWidth = width;
  pen.beginPath();
  for (const { source, target } of connections(design)) {
    const [from, to] = [design.nodes[source], design.nodes[target]];
    if (!from || !to) continue;
    pen.moveTo(from.x + NODE_WIDTH / 2, from.y + NODE_HEIGHT);
    pen.lineTo(from.x + NODE_WIDTH / 2, to.y - 16);
    pen.lineTo(to.x + NODE_WIDTH / 2, to.y - 16);
    pen.lineTo(to.x + NODE_WIDTH / 2, to.y);
  }
  pen.stroke();
}

function drawCards(
  pen: CanvasRenderingContext2D,
  cards: readonly Card[],
  scene: Scene,
  colour: (name: string) => string,
): void {
  const wrong = new Set(scene.problems?.map((problem) => problem.node));
  const selected = new Set(scene.selection);
  const stateOf = (id: string) => STATE_COLOUR[scene.steps[id]?.state ?? ""] ?? "--bar-soft";
  const tokenOf = ({ id }: Card) => (selected.has(id) ? "--pen" : wrong.has(id) ? "--marker-line" : stateOf(id));
  for (const [token, same] of Map.groupBy(cards, tokenOf)) {
    pen.fillStyle = colour(token);
    pen.beginPath();
    for (const { x, y, width, height } of same) pen.roundRect(x, y, width, height, 12);
    pen.fill();
  }
}

const STATE_COLOUR: Record<string, string> = {
  succeeded: "--green-line",
  reused: "--green-line",
  failed: "--red",
  running: "--pen",
};
