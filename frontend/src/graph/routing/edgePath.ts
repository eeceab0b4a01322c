/** The points of an edge as a line with round corners. */

export interface CanvasPoint {
  x: number;
  y: number;
}

export interface CardBounds {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const CORNER_RADIUS = 10;

/** A line along the points, with round corners as far as there is room. */
export function toRoundedPath(points: readonly CanvasPoint[]): string {
  const way = points.filter((point, index) => index === 0 || measureDistance(point, points[index - 1]!) > 0.5);
  const corners = way.slice(1, -1).map((corner, index) => {
    const [before, after] = [way[index]!, way[index + 2]!];
    // A leg between two corners is shared by both.
    const first = measureDistance(corner, before) / (index === 0 ? 1 : 2);
    const second = measureDistance(corner, after) / (index === way.length - 3 ? 1 : 2);
    const radius = Math.min(CORNER_RADIUS, first, second);
    const [start, end] = [moveToward(corner, before, radius), moveToward(corner, after, radius)];
    return `L${formatPoint(start)}Q${formatPoint(corner)} ${formatPoint(end)}`;
  });
  return `M${formatPoint(way[0]!)}${corners.join("")}L${formatPoint(way.at(-1)!)}`;
}

const formatNumber = (value: number): string => String(Math.round(value * 10) / 10);
const formatPoint = ({ x, y }: CanvasPoint): string => `${formatNumber(x)} ${formatNumber(y)}`;
const measureDistance = (one: CanvasPoint, other: CanvasPoint): number => Math.hypot(one.x - other.x, one.y - other.y);

function moveToward(from: CanvasPoint, to: CanvasPoint, by: number): CanvasPoint {
  const length = measureDistance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}
