/** The way of an edge: down, across, down, with round corners; and where its label stands. */

import type { PortType } from "../api/types";

export interface Point {
  x: number;
  y: number;
}

export interface Route {
  path: string;
  /** Where the label is: beside the line or on it, and then maybe on the part that edges of one port share. */
  label: Point & { beside: boolean; onTrunk?: boolean };
}

const RADIUS = 10;
/** Models turn closer to the target than data, so that they never lie on one another. */
const TURN: Record<"model" | "data", number> = { model: 11, data: 20 };
/** So little to the side is a straight line. */
const STRAIGHT = 5;
const TALL = 52;
const WIDE = 74;

export function turnOf(type: PortType): number {
  return type === "untrained_model" || type === "trained_model" ? TURN.model : TURN.data;
}

/** Null when the target is not below the source: then the edge has to go round, and xyflow knows how. */
export function route(from: Point, to: Point, type: PortType): Route | null {
  const drop = to.y - from.y;
  if (drop < 8) return null;
  const across = to.x - from.x;
  if (Math.abs(across) < STRAIGHT) {
    return { path: `M${from.x} ${from.y}L${to.x} ${to.y}`, label: beside(from.x, (from.y + to.y) / 2, drop) };
  }
  const turn = Math.max(from.y + 2, to.y - Math.min(turnOf(type), drop / 2));
  return { path: elbows(from, to, turn), label: labelOf(from, to, turn) };
}

function elbows(from: Point, to: Point, turn: number): string {
  const across = to.x - from.x;
  const way = Math.sign(across);
  const half = Math.abs(across) / 2;
  const first = Math.min(RADIUS, half, turn - from.y);
  const second = Math.min(RADIUS, half, to.y - turn);
  return (
    `M${from.x} ${from.y}V${turn - first}Q${from.x} ${turn} ${from.x + way * first} ${turn}` +
    `H${to.x - way * second}Q${to.x} ${turn} ${to.x} ${turn + second}V${to.y}`
  );
}

function labelOf(from: Point, to: Point, turn: number): Route["label"] {
  if (turn - from.y > TALL) return { x: from.x, y: (from.y + turn) / 2, beside: false, onTrunk: true };
  if (Math.abs(to.x - from.x) > WIDE) return { x: (from.x + to.x) / 2, y: turn, beside: false };
  return { x: Math.max(from.x, to.x) + 8, y: turn, beside: true };
}

function beside(x: number, y: number, drop: number): Route["label"] {
  return drop > 2 * TALL ? { x, y, beside: false, onTrunk: true } : { x: x + 8, y, beside: true, onTrunk: true };
}
