/** Draws a scene as the style sheets draw cards and edges, without what cannot be made out from afar. */

import type { PortType } from "../../api/apiTypes";
import type { CardRect } from "../../graph/cardAlignment";
import type { StatusKind } from "../../graph/nodeStatus";
import { type CanvasPoint, toRoundedPath } from "../../graph/routing/edgePath";
import { useDesign } from "../../stores/designStore";
import { EDGE_COLOR, PORT_COLOR, PORT_PATH } from "../../ui/PortShape";
import { type ReadColor, resolveColor } from "../colorTokens";
import { wrapText } from "../measureCards";
import { getTintToken } from "../minimapRenderer";
import type { LowDetailCard, LowDetailEdge, LowDetailScene } from "./lowDetailScene";
import { paintLearnerIcon, paintThumbnail } from "./thumbnailShapes";

/** As in canvas.css. */
const [RADIUS, PLATE, PICTURE_WIDTH, PICTURE_HEIGHT] = [8, 60, 44, 42];
const [TITLE_SIZE, TITLE_LINE, TITLE_LEFT, TITLE_WIDTH] = [17, 20, 71, 166];
const LOW_DETAIL_TITLE_FONT = `600 ${TITLE_SIZE}px "Source Sans 3 Variable"`;
const FRAME_FILL = 0.09;
/** The height of letters on the screen, in pixels, below which a line of text is a line. */
const MIN_LETTER_HEIGHT = 2.6;
/** The zoom below which ports are points that nobody sees. */
const MIN_PORT_ZOOM = 0.3;
/** So wide is a line at least, in pixels of the screen. */
const MIN_LINE_WIDTH = 0.6;

const DASHED_STATUSES: ReadonlySet<StatusKind> = new Set(["queued", "skipped", "bypassed", "disabled"]);
const FADED_STATUSES: ReadonlySet<StatusKind> = new Set(["skipped", "bypassed", "disabled"]);
const BORDER_COLORS: Partial<Record<StatusKind, string>> = { running: "--pen", failed: "--red" };

/** Draw the scene with a pen that is on the paper already, at a zoom. */
export function paintScene(
  pen: CanvasRenderingContext2D,
  { frames, cards, edges }: LowDetailScene,
  zoom: number,
  color: ReadColor,
) {
  for (const frame of frames) paintFrame(pen, frame, color);
  paintEdges(pen, edges, zoom, color);
  for (const card of cards) paintCard(pen, card, zoom, color);
}

function paintFrame(pen: CanvasRenderingContext2D, frame: CardRect, color: ReadColor): void {
  const { document: design } = useDesign.getState();
  if (!design) return;
  pen.fillStyle = color(getTintToken(design, frame.id));
  pen.globalAlpha = FRAME_FILL;
  pen.fillRect(frame.x, frame.y, frame.width, frame.height);
  pen.globalAlpha = 1;
}

function paintEdges(
  pen: CanvasRenderingContext2D,
  edges: readonly LowDetailEdge[],
  zoom: number,
  color: ReadColor,
): void {
  const inkOf = ({ type, flowing }: LowDetailEdge) => (flowing ? "var(--pen-text)" : EDGE_COLOR[type]);
  pen.lineWidth = Math.max(1.6, MIN_LINE_WIDTH / zoom);
  for (const [value, same] of Map.groupBy(edges, inkOf)) {
    pen.strokeStyle = resolveColor(value, color)!;
    for (const edge of same) pen.stroke(getEdgePath(edge));
  }
}

const pathCache = new WeakMap<readonly CanvasPoint[], Path2D>();

/** The line of an edge is made once as long as no card stands elsewhere. */
function getEdgePath({ points }: LowDetailEdge): Path2D {
  let made = pathCache.get(points);
  if (!made) {
    made = new Path2D(toRoundedPath(points));
    pathCache.set(points, made);
  }
  return made;
}

function paintCard(pen: CanvasRenderingContext2D, card: LowDetailCard, zoom: number, color: ReadColor): void {
  const { kind, width, height } = card;
  pen.save();
  pen.translate(card.x, card.y);
  const body = getRoundedBox(0.5, 0.5, width - 1, height - 1, RADIUS - 0.5);
  pen.fillStyle = color("--card");
  pen.fill(body);
  pen.fillStyle = color(kind === "failed" ? "--red-wash" : "--paper");
  pen.fill(getRoundedBox(1, 1, PLATE, height - 2, RADIUS - 1, 0));
  pen.fillStyle = color("--hairline");
  pen.fillRect(PLATE, 1, Math.max(1, MIN_LINE_WIDTH / zoom), height - 2);
  pen.strokeStyle = color(BORDER_COLORS[kind] ?? "--hairline-strong");
  pen.lineWidth = Math.max(1, (BORDER_COLORS[kind] ? 2 * MIN_LINE_WIDTH : MIN_LINE_WIDTH) / zoom);
  if (DASHED_STATUSES.has(kind)) pen.setLineDash([4, 3]);
  pen.stroke(body);
  pen.setLineDash([]);
  if (FADED_STATUSES.has(kind)) pen.globalAlpha = 0.5;
  const [left, top] = [(PLATE + 1 - PICTURE_WIDTH) / 2, (height - PICTURE_HEIGHT) / 2];
  pen.translate(left, top);
  if (card.glance) paintThumbnail(pen, card.glance, color);
  else if (card.sketch) paintLearnerIcon(pen, card.sketch, color);
  pen.translate(-left, -top);
  paintTitle(pen, card, zoom, color);
  pen.globalAlpha = 1;
  if (zoom >= MIN_PORT_ZOOM) for (const port of card.ports) paintPort(pen, port, color);
  if (card.hasProblems) paintBadge(pen, width, zoom, color);
  pen.restore();
}

const roundedBoxCache = new Map<string, Path2D>();

/** A box with round corners; cards come in few sizes. */
function getRoundedBox(x: number, y: number, width: number, height: number, left: number, right = left): Path2D {
  const key = `${x} ${y} ${width} ${height} ${left} ${right}`;
  let made = roundedBoxCache.get(key);
  if (!made) {
    made = new Path2D();
    made.roundRect(x, y, width, height, [left, right, right, left]);
    roundedBoxCache.set(key, made);
  }
  return made;
}

function paintTitle(
  pen: CanvasRenderingContext2D,
  { title, height }: LowDetailCard,
  zoom: number,
  color: ReadColor,
): void {
  const lines = wrapText(title, LOW_DETAIL_TITLE_FONT, TITLE_WIDTH);
  const top = (height - lines.length * TITLE_LINE) / 2;
  pen.fillStyle = color("--ink");
  if (TITLE_SIZE * zoom < MIN_LETTER_HEIGHT) {
    pen.globalAlpha *= 0.4;
    lines.forEach((line, at) => {
      pen.fillRect(TITLE_LEFT, top + at * TITLE_LINE + 6, Math.min(TITLE_WIDTH, line.length * 8), 9);
    });
    return;
  }
  pen.font = LOW_DETAIL_TITLE_FONT;
  pen.textRendering = "geometricPrecision";
  lines.forEach((line, at) => {
    pen.fillText(line, TITLE_LEFT, top + at * TITLE_LINE + 15.5);
  });
}

const portPathCache = new Map<PortType, Path2D>();

function paintPort(
  pen: CanvasRenderingContext2D,
  { x, y, type }: LowDetailCard["ports"][number],
  color: ReadColor,
): void {
  pen.translate(x, y);
  pen.fillStyle = resolveColor(PORT_COLOR[type], color)!;
  pen.fill(getPortPath(type), "evenodd");
  pen.translate(-x, -y);
}

function getPortPath(type: PortType): Path2D {
  let made = portPathCache.get(type);
  if (!made) {
    made = new Path2D(PORT_PATH[type]);
    if (type === "dataset") made.arc(0, 0, 5, 0, 2 * Math.PI);
    if (type === "evaluation") made.rect(-4.6, -4.6, 9.2, 9.2);
    // Hollow: the outer diamond less the inner one.
    if (type === "untrained_model") made.addPath(new Path2D("M0-6.4L6.4 0 0 6.4-6.4 0zM0-3.6L3.6 0 0 3.6-3.6 0z"));
    portPathCache.set(type, made);
  }
  return made;
}

/** The marker that says that something is missing, no smaller than can be seen. */
function paintBadge(pen: CanvasRenderingContext2D, width: number, zoom: number, color: ReadColor): void {
  const radius = Math.max(9.25, 3 / zoom);
  pen.beginPath();
  pen.arc(width - 2, 2, radius, 0, 2 * Math.PI);
  pen.fillStyle = color("--marker");
  pen.fill();
  pen.strokeStyle = color("--canvas");
  pen.lineWidth = 1.5;
  pen.stroke();
}
