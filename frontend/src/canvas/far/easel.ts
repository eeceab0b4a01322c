/** Keeps the drawing of many cards right: laid out with every movement, drawn anew when the view rests or they change. */

import { type Colour, colourOn } from "../colours";
import type { DataEdgeType } from "../DataEdge";
import type { CardNodeType } from "../elements";
import { type Scene, sceneOf } from "./scene";
import { covers, drawSharp, drawWhole, layOut, noSheets, type Sight, seenOf } from "./sheets";

/** So long, in milliseconds, the view has rested when what is seen is drawn sharp again. */
const REST = 120;
/** A run tells of its steps many times a second. */
const PAUSE = 200;
/** So many cards are drawn sharp in each frame. */
const QUICK = 250;

export class Easel {
  private canvas: HTMLCanvasElement | null = null;
  private shown = false;
  private sight: Sight = { x: 0, y: 0, zoom: 1, width: 0, height: 0 };
  private nodes: readonly CardNodeType[] = [];
  private edges: readonly DataEdgeType[] = [];
  private still: Scene | null = null;
  private moving: Scene | null = null;
  private readonly sheets = noSheets();
  /** Whether the sheets show what there is now. */
  private whole = false;
  private sharp = false;
  private readonly colours = new Map<string, string>();
  private frame = 0;
  private idle = 0;
  private rest: ReturnType<typeof setTimeout> | undefined;
  private pause: ReturnType<typeof setTimeout> | undefined;

  /** Where it is to be seen; null when it is no longer. */
  stand(canvas: HTMLCanvasElement | null): void {
    this.canvas = canvas;
    this.anew();
  }

  /** As long as the cards are near enough to be elements of their own, nothing is drawn. */
  show(shown: boolean): void {
    this.shown = shown;
    this.sharp = false;
    this.soon();
  }

  /** The view is another one. */
  look(sight: Sight): void {
    if (sameSight(sight, this.sight)) return;
    this.sight = sight;
    if (!this.shown) return;
    this.soon();
    clearTimeout(this.rest);
    this.rest = setTimeout(() => {
      this.sharp = false;
      this.soon();
    }, REST);
  }

  /** Cards and edges, maybe at other places. Those that are being dragged are drawn by themselves. */
  place(nodes: readonly CardNodeType[], edges: readonly DataEdgeType[]): void {
    const stands = edges === this.edges && sameStill(nodes, this.nodes);
    [this.nodes, this.edges] = [nodes, edges];
    const going = new Set(nodes.filter(isGoing).map(({ id }) => id));
    this.moving = null;
    if (going.size > 0) {
      const drawn = edges.filter(({ source, target }) => going.has(source) || going.has(target));
      this.moving = sceneOf(nodes, drawn, (id) => going.has(id));
    }
    if (stands) this.soon();
    else this.anew();
  }

  /** What the cards say may be something else now. */
  renew(): void {
    if (this.pause !== undefined) return;
    this.pause = setTimeout(() => {
      this.pause = undefined;
      this.anew();
    }, PAUSE);
  }

  recolour(): void {
    this.colours.clear();
    this.anew();
  }

  private anew(): void {
    this.still = null;
    [this.whole, this.sharp] = [false, false];
    this.soon();
    this.ahead();
  }

  /** The whole is drawn while nothing else is to do, before anybody zooms out so far that it is needed. */
  private ahead(): void {
    cancelIdleCallback(this.idle);
    if (!this.canvas) return;
    this.idle = requestIdleCallback(() => {
      if (this.canvas && !this.moving) this.drawWhole(this.colour(this.canvas));
    });
  }

  private drawWhole(colour: Colour): void {
    if (this.whole) return;
    drawWhole(this.sheets.whole, this.scene(), colour);
    this.whole = true;
  }

  private soon(): void {
    cancelAnimationFrame(this.frame);
    if (this.shown) this.frame = requestAnimationFrame(() => this.canvas && this.draw(this.canvas));
  }

  private draw(canvas: HTMLCanvasElement): void {
    const { sheets, sight } = this;
    const colour = this.colour(canvas);
    const seen = seenOf(this.scene(), sight);
    if (!this.sharp || seen.cards.length <= QUICK) drawSharp(sheets.sharp, seen, sight, colour);
    this.sharp = true;
    const needed = !covers(sheets.sharp, sight);
    if (needed) this.drawWhole(colour);
    layOut(canvas, needed ? [sheets.whole, sheets.sharp] : [sheets.sharp], sight, this.moving, colour);
  }

  private colour(canvas: HTMLCanvasElement): Colour {
    return colourOn(canvas, this.colours);
  }

  /** All that stands still. */
  private scene(): Scene {
    if (!this.still) {
      const going = new Set(this.nodes.filter(isGoing).map(({ id }) => id));
      const edges = this.edges.filter(({ source, target }) => !going.has(source) && !going.has(target));
      this.still = sceneOf(this.nodes, edges, (id) => !going.has(id));
    }
    return this.still;
  }
}

const isGoing = ({ dragging }: CardNodeType): boolean => dragging === true;

function sameSight(one: Sight, other: Sight): boolean {
  const placed = one.x === other.x && one.y === other.y && one.zoom === other.zoom;
  return placed && one.width === other.width && one.height === other.height;
}

/** Whether the same cards stand still, at the same places. */
function sameStill(nodes: readonly CardNodeType[], before: readonly CardNodeType[]): boolean {
  if (nodes.length !== before.length) return false;
  return nodes.every((node, index) => {
    const was = before[index]!;
    if (node === was) return true;
    if (node.id !== was.id || isGoing(node) !== isGoing(was)) return false;
    const placed = node.position.x === was.position.x && node.position.y === was.position.y;
    return isGoing(node) || (placed && node.width === was.width && node.height === was.height);
  });
}
