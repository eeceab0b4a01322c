/**
 * Drawings of a scene that are kept: the whole of it, coarse, and what was last looked at, sharp. While the view moves they
 * are only laid out anew, which costs the same for ten cards and for thousands; the sharp one is drawn again when it rests.
 */

import type { Card } from "../../graph/arrange";
import type { Colour } from "../colours";
import { drawFar } from "./drawing";
import { type Scene, within } from "./scene";

/** What is looked at: xyflow's transform, and the size of the canvas on the page. */
export interface Sight {
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
}

/** A drawing of the part of the paper that begins at a place, with so many pixels for a unit of the paper. */
interface Sheet {
  drawing: HTMLCanvasElement;
  x: number;
  y: number;
  scale: number;
}

const MARGIN = 40;
/** Of the coarse drawing. */
const [MOST_PIXELS, LARGEST_SCALE] = [3_000_000, 0.35];

export interface Sheets {
  whole: Sheet;
  sharp: Sheet;
}

export const noSheets = (): Sheets => ({ whole: empty(), sharp: empty() });

const empty = (): Sheet => ({ drawing: document.createElement("canvas"), x: 0, y: 0, scale: 1 });

/** Draw the whole scene, no sharper than memory allows. */
export function drawWhole(sheet: Sheet, scene: Scene, colour: Colour): void {
  const all = [...scene.cards, ...scene.frames];
  if (all.length === 0) return;
  const left = all.reduce((least, { x }) => Math.min(least, x), Infinity) - MARGIN;
  const top = all.reduce((least, { y }) => Math.min(least, y), Infinity) - MARGIN;
  const width = all.reduce((most, { x, width }) => Math.max(most, x + width), -Infinity) + MARGIN - left;
  const height = all.reduce((most, { y, height }) => Math.max(most, y + height), -Infinity) + MARGIN - top;
  const scale = Math.min(LARGEST_SCALE, Math.sqrt(MOST_PIXELS / width / height));
  drawSheet(sheet, { x: left, y: top, width, height }, scale, { scene, zoom: scale, colour });
}

/** The part of the scene that is looked at. */
export const seenOf = (scene: Scene, sight: Sight): Scene => within(scene, partOf(sight));

/** Draw what is looked at as sharp as the screen is. */
export function drawSharp(sheet: Sheet, seen: Scene, sight: Sight, colour: Colour): void {
  const { zoom } = sight;
  drawSheet(sheet, partOf(sight), zoom * devicePixelRatio, { scene: seen, zoom, colour });
}

type Part = Omit<Card, "id">;

const partOf = ({ x, y, zoom, width, height }: Sight): Part => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
});

function drawSheet(
  sheet: Sheet,
  { x, y, width, height }: Part,
  scale: number,
  { scene, zoom, colour }: { scene: Scene; zoom: number; colour: Colour },
): void {
  const { drawing } = sheet;
  sized(drawing, Math.ceil(width * scale), Math.ceil(height * scale));
  Object.assign(sheet, { x, y, scale });
  const pen = drawing.getContext("2d")!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, drawing.width, drawing.height);
  pen.setTransform(scale, 0, 0, scale, -x * scale, -y * scale);
  drawFar(pen, scene, zoom, colour);
}

/** To give a canvas a size clears it and takes memory anew, even when it is the one that it has. */
export function sized(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Whether a sheet shows all that is looked at. */
export function covers(sheet: Sheet, sight: Sight): boolean {
  const { left, top, width, height } = placeOf(sheet, sight);
  const [right, bottom] = [sight.width * devicePixelRatio, sight.height * devicePixelRatio];
  return left < 0.5 && top < 0.5 && left + width > right - 0.5 && top + height > bottom - 0.5;
}

/** Where a sheet lies on the canvas, in its pixels. */
function placeOf({ drawing, x, y, scale }: Sheet, sight: Sight) {
  const by = (sight.zoom * devicePixelRatio) / scale;
  const [left, top] = [(x * sight.zoom + sight.x) * devicePixelRatio, (y * sight.zoom + sight.y) * devicePixelRatio];
  return { left, top, width: drawing.width * by, height: drawing.height * by };
}

/** Lay sheets on one another as they are to be seen now, and draw what moves by itself on top. */
export function layOut(
  onto: HTMLCanvasElement,
  sheets: readonly Sheet[],
  sight: Sight,
  moving: Scene | null,
  colour: Colour,
): void {
  const pen = onto.getContext("2d")!;
  sized(onto, Math.round(sight.width * devicePixelRatio), Math.round(sight.height * devicePixelRatio));
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, onto.width, onto.height);
  for (const sheet of sheets) {
    const { left, top, width, height } = placeOf(sheet, sight);
    if (sheet.drawing.width === 0 || sheet.drawing.height === 0) continue;
    pen.clearRect(left, top, width, height);
    pen.drawImage(sheet.drawing, left, top, width, height);
  }
  if (!moving) return;
  const by = sight.zoom * devicePixelRatio;
  pen.setTransform(by, 0, 0, by, sight.x * devicePixelRatio, sight.y * devicePixelRatio);
  drawFar(pen, moving, sight.zoom, colour);
}
