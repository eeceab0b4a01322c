/** Keeps the drawing of many cards right: laid out with every movement, drawn anew when the view rests or they change. */

import { createColorReader, type ReadColor } from "../colorTokens";
import type { DataEdgeType } from "../DataEdge";
import type { CardNodeType } from "../toReactFlow";
import { buildScene, type LowDetailScene } from "./lowDetailScene";
import {
  clipToViewport,
  composeTiles,
  createTileCache,
  isCoveredBy,
  type LowDetailViewport,
  renderSharpTile,
  renderWholeTile,
} from "./tileCache";

/** So long, in milliseconds, the view has rested when what is seen is drawn sharp again. */
const REST_DELAY = 120;
/** A run tells of its steps many times a second. */
const REDRAW_INTERVAL = 200;
/** So many cards are drawn sharp in each frame. */
const MAX_SHARP_CARDS = 250;

export class LowDetailRenderer {
  private canvas: HTMLCanvasElement | null = null;
  private isShown = false;
  private viewport: LowDetailViewport = { x: 0, y: 0, zoom: 1, width: 0, height: 0 };
  private nodes: readonly CardNodeType[] = [];
  private edges: readonly DataEdgeType[] = [];
  private stillScene: LowDetailScene | null = null;
  private movingScene: LowDetailScene | null = null;
  private readonly tiles = createTileCache();
  /** Whether the sheets show what there is now. */
  private isWholeCurrent = false;
  private isSharpCurrent = false;
  private readonly colors = new Map<string, string>();
  private frameRequest = 0;
  private idleRequest = 0;
  private restTimer: ReturnType<typeof setTimeout> | undefined;
  private redrawTimer: ReturnType<typeof setTimeout> | undefined;

  /** Where it is to be seen; null when it is no longer. */
  attach(canvas: HTMLCanvasElement | null): void {
    this.canvas = canvas;
    this.invalidate();
  }

  /** As long as the cards are near enough to be elements of their own, nothing is drawn. */
  setShown(shown: boolean): void {
    this.isShown = shown;
    this.isSharpCurrent = false;
    this.scheduleFrame();
  }

  /** The view is another one. */
  setViewport(sight: LowDetailViewport): void {
    if (isSameViewport(sight, this.viewport)) return;
    this.viewport = sight;
    if (!this.isShown) return;
    this.scheduleFrame();
    clearTimeout(this.restTimer);
    this.restTimer = setTimeout(() => {
      this.isSharpCurrent = false;
      this.scheduleFrame();
    }, REST_DELAY);
  }

  /** Cards and edges, maybe at other places. Those that are being dragged are drawn by themselves. */
  setElements(nodes: readonly CardNodeType[], edges: readonly DataEdgeType[]): void {
    const stands = edges === this.edges && hasSameStillCards(nodes, this.nodes);
    [this.nodes, this.edges] = [nodes, edges];
    const going = new Set(nodes.filter(isDragging).map(({ id }) => id));
    this.movingScene = null;
    if (going.size > 0) {
      const drawn = edges.filter(({ source, target }) => going.has(source) || going.has(target));
      this.movingScene = buildScene(nodes, drawn, (id) => going.has(id));
    }
    if (stands) this.scheduleFrame();
    else this.invalidate();
  }

  /** What the cards say may be something else now. */
  scheduleInvalidate(): void {
    if (this.redrawTimer !== undefined) return;
    this.redrawTimer = setTimeout(() => {
      this.redrawTimer = undefined;
      this.invalidate();
    }, REDRAW_INTERVAL);
  }

  resetColors(): void {
    this.colors.clear();
    this.invalidate();
  }

  private invalidate(): void {
    this.stillScene = null;
    [this.isWholeCurrent, this.isSharpCurrent] = [false, false];
    this.scheduleFrame();
    this.prerender();
  }

  /** The whole is drawn while nothing else is to do, before anybody zooms out so far that it is needed. */
  private prerender(): void {
    cancelIdleCallback(this.idleRequest);
    if (!this.canvas) return;
    this.idleRequest = requestIdleCallback(() => {
      if (this.canvas && !this.movingScene) this.renderWhole(this.getColorReader(this.canvas));
    });
  }

  private renderWhole(color: ReadColor): void {
    if (this.isWholeCurrent) return;
    renderWholeTile(this.tiles.whole, this.getStillScene(), color);
    this.isWholeCurrent = true;
  }

  private scheduleFrame(): void {
    cancelAnimationFrame(this.frameRequest);
    if (this.isShown) this.frameRequest = requestAnimationFrame(() => this.canvas && this.renderFrame(this.canvas));
  }

  private renderFrame(canvas: HTMLCanvasElement): void {
    const { tiles, viewport } = this;
    const color = this.getColorReader(canvas);
    const seen = clipToViewport(this.getStillScene(), viewport);
    if (!this.isSharpCurrent || seen.cards.length <= MAX_SHARP_CARDS)
      renderSharpTile(tiles.sharp, seen, viewport, color);
    this.isSharpCurrent = true;
    const needed = !isCoveredBy(tiles.sharp, viewport);
    if (needed) this.renderWhole(color);
    composeTiles(canvas, needed ? [tiles.whole, tiles.sharp] : [tiles.sharp], viewport, this.movingScene, color);
  }

  private getColorReader(canvas: HTMLCanvasElement): ReadColor {
    return createColorReader(canvas, this.colors);
  }

  /** All that stands still. */
  private getStillScene(): LowDetailScene {
    if (!this.stillScene) {
      const going = new Set(this.nodes.filter(isDragging).map(({ id }) => id));
      const edges = this.edges.filter(({ source, target }) => !going.has(source) && !going.has(target));
      this.stillScene = buildScene(this.nodes, edges, (id) => !going.has(id));
    }
    return this.stillScene;
  }
}

const isDragging = ({ dragging }: CardNodeType): boolean => dragging === true;

function isSameViewport(one: LowDetailViewport, other: LowDetailViewport): boolean {
  const placed = one.x === other.x && one.y === other.y && one.zoom === other.zoom;
  return placed && one.width === other.width && one.height === other.height;
}

/** Whether the same cards stand still, at the same places. */
function hasSameStillCards(nodes: readonly CardNodeType[], before: readonly CardNodeType[]): boolean {
  if (nodes.length !== before.length) return false;
  return nodes.every((node, index) => {
    const was = before[index]!;
    if (node === was) return true;
    if (node.id !== was.id || isDragging(node) !== isDragging(was)) return false;
    const placed = node.position.x === was.position.x && node.position.y === was.position.y;
    return isDragging(node) || (placed && node.width === was.width && node.height === was.height);
  });
}
