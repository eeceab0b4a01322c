/** The straight parts of all edges that have their way already: what a new one would lie on, and what it would cross. */

import type { CanvasPoint, CardBounds } from "./edgePath";

/** A straight part of an edge, from the lower to the higher coordinate; `port` is the output that it comes from. */
export interface RouteSegment {
  port: string;
  upright: boolean;
  /** Its x when it is upright, else its y. */
  at: number;
  from: number;
  to: number;
}

/** Lines closer than this look like one. */
const MIN_LINE_DISTANCE = 4;
/** The side of the squares by which lines are found. */
const SQUARE = 128;

interface Square {
  upright: RouteSegment[];
  level: RouteSegment[];
}

export class RouteSegments {
  private readonly squares = new Map<number, Square>();

  add(port: string, points: readonly CanvasPoint[]): void {
    for (const segment of listSegments(port, points)) {
      const { upright, at, from, to } = segment;
      const across = Math.floor(at / SQUARE);
      for (let along = Math.floor(from / SQUARE); along <= Math.floor(to / SQUARE); along += 1) {
        const key = upright ? toKey(across, along) : toKey(along, across);
        const square = this.squares.get(key) ?? { upright: [], level: [] };
        this.squares.set(key, square);
        square[upright ? "upright" : "level"].push(segment);
      }
    }
  }

  /** How far a line would lie on those of other ports, and on its own port's. */
  measureOverlap({ port, upright, at, from, to }: RouteSegment): { others: number; own: number } {
    const found = { others: 0, own: 0 };
    const [first, last] = [
      Math.floor((at - MIN_LINE_DISTANCE) / SQUARE),
      Math.floor((at + MIN_LINE_DISTANCE) / SQUARE),
    ];
    for (let along = Math.floor(from / SQUARE); along <= Math.floor(to / SQUARE); along += 1) {
      const [low, high] = [Math.max(from, along * SQUARE), Math.min(to, (along + 1) * SQUARE)];
      for (let across = first; across <= last; across += 1) {
        for (const other of this.getLines(upright, across, along)) {
          // A line is in the squares of one row or column only: no stretch is counted twice.
          const shared = Math.min(high, other.to) - Math.max(low, other.from);
          if (shared <= 0 || Math.abs(other.at - at) >= MIN_LINE_DISTANCE) continue;
          if (other.port !== port) found.others += shared;
          else if (other.at === at) found.own += shared;
        }
      }
    }
    return found;
  }

  /** How many lines of other ports a line would cross. */
  countCrossings({ port, upright, at, from, to }: RouteSegment): number {
    let count = 0;
    const row = Math.floor(at / SQUARE);
    for (let along = Math.floor(from / SQUARE); along <= Math.floor(to / SQUARE); along += 1) {
      for (const other of this.getLines(!upright, along, row)) {
        if (other.port === port || other.at <= from || other.at >= to) continue;
        if (other.from < at && other.to > at) count += 1;
      }
    }
    return count;
  }

  /** The lines that run through an area. */
  findWithin({ left, top, right, bottom }: CardBounds): RouteSegment[] {
    const found = new Set<RouteSegment>();
    for (let x = Math.floor(left / SQUARE); x <= Math.floor(right / SQUARE); x += 1) {
      for (let y = Math.floor(top / SQUARE); y <= Math.floor(bottom / SQUARE); y += 1) {
        const square = this.squares.get(toKey(x, y));
        for (const line of square?.upright ?? []) if (isLineWithin(line, left, right, top, bottom)) found.add(line);
        for (const line of square?.level ?? []) if (isLineWithin(line, top, bottom, left, right)) found.add(line);
      }
    }
    return [...found];
  }

  /** The lines of one direction in a square; `across` counts along the direction in which they lie side by side. */
  private getLines(upright: boolean, across: number, along: number): readonly RouteSegment[] {
    const square = this.squares.get(upright ? toKey(across, along) : toKey(along, across));
    return square?.[upright ? "upright" : "level"] ?? NO_LINES;
  }
}

const NO_LINES: readonly RouteSegment[] = [];
/** So many squares to each side of the middle of the canvas have a number of their own. */
const MAX_SQUARES = 1 << 20;
const toKey = (x: number, y: number): number => (x + MAX_SQUARES) * (2 * MAX_SQUARES) + y + MAX_SQUARES;

const isLineWithin = ({ at, from, to }: RouteSegment, low: number, high: number, start: number, end: number): boolean =>
  at > low && at < high && from < end && to > start;

/** The straight parts of a way; a slanted one counts as the longer of its two directions. */
export function listSegments(port: string, points: readonly CanvasPoint[]): RouteSegment[] {
  return points.slice(1).flatMap((end, index) => {
    const start = points[index]!;
    const upright = Math.abs(end.y - start.y) >= Math.abs(end.x - start.x);
    const [one, other] = upright ? [start.y, end.y] : [start.x, end.x];
    if (one === other) return [];
    return [{ port, upright, at: upright ? end.x : end.y, from: Math.min(one, other), to: Math.max(one, other) }];
  });
}
