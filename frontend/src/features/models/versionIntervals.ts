/** How the intervals of a metric stand beside one another: on one scale, the value of the champion on it. */

import type { VersionInterval } from "../../api/models";

export interface PlacedInterval {
  version: number;
  /** Shares of the width. */
  low: number;
  high: number;
  value: number;
}

export interface IntervalScale {
  low: number;
  high: number;
  placed: PlacedInterval[];
  champion: number | null;
}

interface VersionValue {
  version: number;
  value: number | undefined;
}

/** Null where no version has an interval. */
export function layOutIntervals(
  intervals: readonly VersionInterval[],
  values: readonly VersionValue[],
  champion: number | undefined,
): IntervalScale | null {
  if (intervals.length === 0) return null;
  const known = new Map(values.map(({ version, value }) => [version, value]));
  const low = Math.min(...intervals.map((one) => one.low));
  const high = Math.max(...intervals.map((one) => one.high));
  const place = (value: number): number => (high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0.5);
  const best = champion === undefined ? undefined : known.get(champion);
  return {
    low,
    high,
    champion: best === undefined ? null : place(best),
    placed: intervals.flatMap((one) => {
      const value = known.get(one.version);
      if (value === undefined) return [];
      return [{ version: one.version, low: place(one.low), high: place(one.high), value: place(value) }];
    }),
  };
}
