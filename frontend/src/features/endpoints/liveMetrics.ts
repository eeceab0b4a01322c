/** Where the values of a metric over time stand in a small chart. */

import type { LiveMetrics, LivePeriod } from "../../api/endpoints";
import { findMetric, type Metric } from "../../lib/metrics";

export interface LivePoint {
  start: string;
  value: number;
  x: number;
  y: number;
}

const MARGIN = 4;

/** The metrics that are known live or from the registration, in the order in which they are measured. */
export const listMetrics = (live: LiveMetrics): Metric[] => Object.keys(live.metrics).map(findMetric);

/** Periods stand by their time, so that a gap is seen; a period without a value has no point. */
export function layOutMetric(
  periods: readonly LivePeriod[],
  name: string,
  registered: number | undefined,
  width: number,
  height: number,
): { points: LivePoint[]; registeredY: number | null } {
  const known = periods.flatMap(({ start, metrics }) => {
    const value = metrics[name];
    return value === undefined ? [] : [{ start, value, time: Date.parse(start) }];
  });
  const values = [...known.map(({ value }) => value), ...(registered === undefined ? [] : [registered])];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const [first, last] = [known[0]?.time ?? 0, known.at(-1)?.time ?? 0];
  const toY = (value: number): number =>
    high === low ? height / 2 : round(height - MARGIN - ((value - low) / (high - low)) * (height - 2 * MARGIN));
  const toX = (time: number): number =>
    last === first ? width / 2 : round(MARGIN + ((time - first) / (last - first)) * (width - 2 * MARGIN));
  return {
    points: known.map(({ start, value, time }) => ({ start, value, x: toX(time), y: toY(value) })),
    registeredY: registered === undefined ? null : toY(registered),
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;
