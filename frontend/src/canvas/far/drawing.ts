/** Draws a scene as the style sheets draw cards and edges, without what cannot be made out from afar. */

import type { PortType } from "../../api/types";
import type { Card } from "../../graph/arrange";
import type { Box } from "../../graph/route";
import type { StatusKind } from "../../graph/status";
import { useDesign } from "../../stores/design";
import { shownBoxes } from "../boxes";
import { type Colour, ink } from "../colours";
import { wayOf } from "../DataEdge";
import { wrapped } from "../measure";
import { tintOf } from "../overview";
import { EDGE_COLOUR, PORT_COLOUR, PORT_PATH } from "../PortShape";
import { drawPicture, drawSketch } from "./marks";
import type { FarCard, FarEdge, Scene } from "./scene";

/** As in canvas.css. */
const [RADIUS, PLATE, PICTURE_WIDTH, PICTURE_HEIGHT] = [8, 60, 44, 42];
const [TITLE_SIZE, TITLE_LINE, TITLE_LEFT, TITLE_WIDTH] = [17, 20, 71, 166];
const TITLE_FONT = `600 ${TITLE_SIZE}px "Source Sans 3 Variable"`;
const FRAME_FILL = 0.09;
/** The height of letters on the screen, in pixels, below which a line of text is a line. */
const READABLE = 2.6;
/** The zoom below which ports are points that nobody sees. */
const PORTS_FROM = 0.3;
/** So wide is a line at least, in pixels of the screen. */
const HAIR = 0.6;

const DASHED: ReadonlySet<StatusKind> = new Set(["queued", "skipped", "bypassed", "disabled"]);
const FADED: ReadonlySet<StatusKind> = new Set(["skipped", "bypassed", "disabled"]);
const BORDER: Partial<Record<StatusKind, string>> = { running: "--pen", failed: "--red" };

/** Draw the scene with a pen that is on the paper already, at a zoom. */
export function drawFar(pen: CanvasRenderingContext2D, { frames, cards, edges }: Scene, zoom: number, colour: Colour) {
  for (const frame of frames) drawFrame(pen, frame, colour);
  drawEdges(pen, edges, zoom, colour);
  for (const card of cards) drawCard(pen, card, zoom, colour);
}

function drawFrame(pen: CanvasRenderingContext2D, frame: Card, colour: Colour): void {
  const { document: design } = useDesign.getState();
  if (!design) return;
  pen.fillStyle = colour(tintOf(design, frame.id));
  pen.globalAlpha = FRAME_FILL;
  pen.fillRect(frame.x, frame.y, frame.width, frame.height);
  pen.globalAlpha = 1;
}

function drawEdges(pen: CanvasRenderingContext2D, edges: readonly FarEdge[], zoom: number, colour: Colour): void {
  const inkOf = ({ type, flowing }: FarEdge) => (flowing ? "var(--pen-text)" : EDGE_COLOUR[type]);
  pen.lineWidth = Math.max(1.6, HAIR / zoom);
  for (const [value, same] of Map.groupBy(edges, inkOf)) {
    pen.strokeStyle = ink(value, colour)!;
    for (const edge of same) pen.stroke(wayFor(edge));
  }
}

const MANY_WAYS = 20_000;
const ways = new Map<string, Path2D>();
let around: readonly Box[] | null = null;

/** The way of an edge is looked for once as long as no card stands elsewhere. */
function wayFor({ from, to, type }: FarEdge): Path2D {
  const boxes = shownBoxes();
  if (around !== boxes || ways.size > MANY_WAYS) ways.clear();
  around = boxes;
  const key = `${from.x} ${from.y} ${to.x} ${to.y} ${type}`;
  let made = ways.get(key);
  if (!made) {
    made = new Path2D(wayOf(from, to, type, boxes).path);
    ways.set(key, made);
  }
  return made;
}

function drawCard(pen: CanvasRenderingContext2D, card: FarCard, zoom: number, colour: Colour): void {
  const { kind, width, height } = card;
  pen.save();
  pen.translate(card.x, card.y);
  const body = rounded(0.5, 0.5, width - 1, height - 1, RADIUS - 0.5);
  pen.fillStyle = colour("--card");
  pen.fill(body);
  pen.fillStyle = colour(kind === "failed" ? "--red-wash" : "--paper");
  pen.fill(rounded(1, 1, PLATE, height - 2, RADIUS - 1, 0));
  pen.fillStyle = colour("--hairline");
  pen.fillRect(PLATE, 1, Math.max(1, HAIR / zoom), height - 2);
  pen.strokeStyle = colour(BORDER[kind] ?? "--hairline-strong");
  pen.lineWidth = Math.max(1, (BORDER[kind] ? 2 * HAIR : HAIR) / zoom);
  if (DASHED.has(kind)) pen.setLineDash([4, 3]);
  pen.stroke(body);
  pen.setLineDash([]);
  if (FADED.has(kind)) pen.globalAlpha = 0.5;
  const [left, top] = [(PLATE + 1 - PICTURE_WIDTH) / 2, (height - PICTURE_HEIGHT) / 2];
  pen.translate(left, top);
  if (card.glance) drawPicture(pen, card.glance, colour);
  else if (card.sketch) drawSketch(pen, card.sketch, colour);
  pen.translate(-left, -top);
  drawTitle(pen, card, zoom, colour);
  pen.globalAlpha = 1;
  if (zoom >= PORTS_FROM) for (const port of card.ports) drawPort(pen, port, colour);
  if (card.wrong) drawBadge(pen, width, zoom, colour);
  pen.restore();
}

const rounds = new Map<string, Path2D>();

/** A box with round corners; cards come in few sizes. */
function rounded(x: number, y: number, width: number, height: number, left: number, right = left): Path2D {
  const key = `${x} ${y} ${width} ${height} ${left} ${right}`;
  let made = rounds.get(key);
  if (!made) {
    made = new Path2D();
    made.roundRect(x, y, width, height, [left, right, right, left]);
    rounds.set(key, made);
  }
  return made;
}

function drawTitle(pen: CanvasRenderingContext2D, { title, height }: FarCard, zoom: number, colour: Colour): void {
  const lines = wrapped(title, TITLE_FONT, TITLE_WIDTH);
  const top = (height - lines.length * TITLE_LINE) / 2;
  pen.fillStyle = colour("--ink");
  if (TITLE_SIZE * zoom < READABLE) {
    pen.globalAlpha *= 0.4;
    lines.forEach((line, at) => {
      pen.fillRect(TITLE_LEFT, top + at * TITLE_LINE + 6, Math.min(TITLE_WIDTH, line.length * 8), 9);
    });
    return;
  }
  pen.font = TITLE_FONT;
  pen.textRendering = "geometricPrecision";
  lines.forEach((line, at) => {
    pen.fillText(line, TITLE_LEFT, top + at * TITLE_LINE + 15.5);
  });
}

const shapes = new Map<PortType, Path2D>();

function drawPort(pen: CanvasRenderingContext2D, { x, y, type }: FarCard["ports"][number], colour: Colour): void {
  pen.translate(x, y);
  pen.fillStyle = ink(PORT_COLOUR[type], colour)!;
  pen.fill(shapeOf(type), "evenodd");
  pen.translate(-x, -y);
}

function shapeOf(type: PortType): Path2D {
  let made = shapes.get(type);
  if (!made) {
    made = new Path2D(PORT_PATH[type]);
    if (type === "dataset") made.arc(0, 0, 5, 0, 2 * Math.PI);
    if (type === "evaluation") made.rect(-4.6, -4.6, 9.2, 9.2);
    // Hollow: the outer diamond less the inner one.
    if (type === "untrained_model") made.addPath(new Path2D("M0-6.4L6.4 0 0 6.4-6.4 0zM0-3.6L3.6 0 0 3.6-3.6 0z"));
    shapes.set(type, made);
  }
  return made;
}

/** The marker that says that something is missing, no smaller than can be seen. */
function drawBadge(pen: CanvasRenderingContext2D, width: number, zoom: number, colour: Colour): void {
  const radius = Math.max(9.25, 3 / zoom);
  pen.beginPath();
  pen.arc(width - 2, 2, radius, 0, 2 * Math.PI);
  pen.fillStyle = colour("--marker");
  pen.fill();
  pen.strokeStyle = colour("--canvas");
  pen.lineWidth = 1.5;
  pen.stroke();
}
