/** Where the differences from the champion stand, with their intervals. */

import type { Gate, HistoryMark } from "./runHistory";

export interface ComparedMark {
  mark: HistoryMark;
  gate: Gate;
  low: number;
  middle: number;
  high: number;
  /** It lies beyond the scale, and is drawn as an arrow at its edge. */
  isBeyond: boolean;
}

export interface GateLayout {
  zero: number;
  compared: ComparedMark[];
}

/** A promotion that is far larger than all other differences does not set the scale. */
const FAR = 4;

/** Zero is always inside; null where no run was compared with a champion. */
export function layOutGates(marks: readonly HistoryMark[], top: number, bottom: number): GateLayout | null {
  const judged = marks.flatMap((mark) =>
    mark.gate && mark.gate.low !== null && mark.gate.high !== null && mark.gate.difference !== null
      ? [{ mark, gate: mark.gate, low: mark.gate.low, high: mark.gate.high, difference: mark.gate.difference }]
      : [],
  );
  if (judged.length === 0) return null;
  const sizes = judged.map(({ low, high }) => Math.max(Math.abs(low), Math.abs(high))).sort((one, two) => one - two);
  const usual = sizes[Math.floor((sizes.length - 1) / 2)]!;
  const limit = Math.max(...sizes.filter((size) => size <= usual * FAR)) * 1.15 || 1;
  const toY = (value: number) => {
    const held = Math.min(limit, Math.max(-limit, value));
    return bottom - ((held + limit) / (2 * limit)) * (bottom - top);
  };
  const compared = judged.map(({ mark, gate, low, high, difference }) => ({
    mark,
    gate,
    low: toY(low),
    middle: toY(difference),
    high: toY(high),
    isBeyond: Math.abs(difference) > limit,
  }));
  return { zero: toY(0), compared };
}
