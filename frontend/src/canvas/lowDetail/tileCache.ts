/**
 * Drawings of a scene that are kept: the whole of it, coarse, and what was last looked at, sharp. While the view moves they
 * are only laid out anew, which costs the same for ten cards and for thousands; the sharp one is drawn again when it rests.
 */

import type { CardRect } from "../../graph/cardAlignment";
import type { ReadColor } from "../colorTokens";
import { clipScene, type LowDetailScene } from "./lowDetailScene";
import { paintScene } from "./painter";

/** What is looked at: xyflow's transform, and the size of the canvas on the page. */
export interface LowDetailViewport {
  x: number;
  y: number;
  zoom: number;
  width: number;
  height: number;
}

/** A drawing of the part of the paper that begins at a place, with so many pixels for a unit of the paper. */
interface RenderTile {
  canvas: HTMLCanvasElement;
  x: number;
  y: number;
  scale: number;
}

const TILE_MARGIN = 40;
/** Of the coarse drawing. */
const [MOST_PIXELS, LARGEST_SCALE] = [3_000_000, 0.35];

export interface TileCache {
  whole: RenderTile;
  sharp: RenderTile;
}

export const createTileCache = (): TileCache => ({ whole: createTile(), sharp: createTile() });

const createTile = (): RenderTile => ({ canvas: document.createElement("canvas"), x: 0, y: 0, scale: 1 });

/** Draw the whole scene, no sharper than memory allows. */
export function renderWholeTile(sheet: RenderTile, scene: LowDetailScene, color: ReadColor): void {
  const all = [...scene.cards, ...scene.frames];
  if (all.length === 0) return;
  const left = all.reduce((least, { x }) => Math.min(least, x), Infinity) - TILE_MARGIN;
  const top = all.reduce((least, { y }) => Math.min(least, y), Infinity) - TILE_MARGIN;
  const width = all.reduce((most, { x, width }) => Math.max(most, x + width), -Infinity) + TILE_MARGIN - left;
  const height = all.reduce((most, { y, height }) => Math.max(most, y + height), -Infinity) + TILE_MARGIN - top;
  const scale = Math.min(LARGEST_SCALE, Math.sqrt(MOST_PIXELS / width / height));
  renderTile(sheet, { x: left, y: top, width, height }, scale, { scene, zoom: scale, color });
}

/** The part of the scene that is looked at. */
export const clipToViewport = (scene: LowDetailScene, sight: LowDetailViewport): LowDetailScene =>
  clipScene(scene, toScenePart(sight));

/** Draw what is looked at as sharp as the screen is. */
export function renderSharpTile(
  sheet: RenderTile,
  seen: LowDetailScene,
  sight: LowDetailViewport,
  color: ReadColor,
): void {
  const { zoom } = sight;
  renderTile(sheet, toScenePart(sight), zoom * devicePixelRatio, { scene: seen, zoom, color });
}

type ScenePart = Omit<CardRect, "id">;

const toScenePart = ({ x, y, zoom, width, height }: LowDetailViewport): ScenePart => ({
  x: -x / zoom,
  y: -y / zoom,
  width: width / zoom,
  height: height / zoom,
});

function renderTile(
  sheet: RenderTile,
  { x, y, width, height }: ScenePart,
  scale: number,
  { scene, zoom, color }: { scene: LowDetailScene; zoom: number; color: ReadColor },
): void {
  const { canvas } = sheet;
  resizeCanvas(canvas, Math.ceil(width * scale), Math.ceil(height * scale));
  Object.assign(sheet, { x, y, scale });
  const pen = canvas.getContext("2d")!;
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.setTransform(scale, 0, 0, scale, -x * scale, -y * scale);
  paintScene(pen, scene, zoom, color);
}

/** To give a canvas a size clears it and takes memory anew, even when it is the one that it has. */
export function resizeCanvas(canvas: HTMLCanvasElement, width: number, height: number): void {
  if (canvas.width !== width) canvas.width = width;
  if (canvas.height !== height) canvas.height = height;
}

/** Whether a sheet shows all that is looked at. */
export function isCoveredBy(sheet: RenderTile, sight: LowDetailViewport): boolean {
  const { left, top, width, height } = computeTileRect(sheet, sight);
  const [right, bottom] = [sight.width * devicePixelRatio, sight.height * devicePixelRatio];
  return left < 0.5 && top < 0.5 && left + width > right - 0.5 && top + height > bottom - 0.5;
}

/** Where a sheet lies on the canvas, in its pixels. */
function computeTileRect({ canvas, x, y, scale }: RenderTile, sight: LowDetailViewport) {
  const by = (sight.zoom * devicePixelRatio) / scale;
  const [left, top] = [(x * sight.zoom + sight.x) * devicePixelRatio, (y * sight.zoom + sight.y) * devicePixelRatio];
  return { left, top, width: canvas.width * by, height: canvas.height * by };
}

/** Lay sheets on one another as they are to be seen now, and draw what moves by itself on top. */
export function composeTiles(
  onto: HTMLCanvasElement,
  sheets: readonly RenderTile[],
  sight: LowDetailViewport,
  moving: LowDetailScene | null,
  color: ReadColor,
): void {
  const pen = onto.getContext("2d")!;
  resizeCanvas(onto, Math.round(sight.width * devicePixelRatio), Math.round(sight.height * devicePixelRatio));
  pen.setTransform(1, 0, 0, 1, 0, 0);
  pen.clearRect(0, 0, onto.width, onto.height);
  for (const sheet of sheets) {
    const { left, top, width, height } = computeTileRect(sheet, sight);
    if (sheet.canvas.width === 0 || sheet.canvas.height === 0) continue;
    pen.clearRect(left, top, width, height);
    pen.drawImage(sheet.canvas, left, top, width, height);
  }
  if (!moving) return;
  const by = sight.zoom * devicePixelRatio;
  pen.setTransform(by, 0, 0, by, sight.x * devicePixelRatio, sight.y * devicePixelRatio);
  paintScene(pen, moving, sight.zoom, color);
}
