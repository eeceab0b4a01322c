/** What a search under way has measured: a series for each learner, and that of the best so far. */

import type { CurvePoint } from "../../../lib/metrics";
import type { MetricSeries } from "../../results/job/jobQueries";

const BEST_SO_FAR = "Best so far";

export interface Leader {
  learner: string;
  best: number;
  trials: number;
}

/** Whether more is better, as the best so far says: it is the last of its series. */
export function isHigherBetter(series: MetricSeries[]): boolean {
  const best = series.find(({ name }) => name === BEST_SO_FAR)?.values.at(-1);
  return best === undefined || best >= Math.max(...listTrials(series).map(({ value }) => value));
}

/** The learners with a complete trial, the best first. */
export function rankLearners(series: MetricSeries[]): Leader[] {
  const higher = isHigherBetter(series);
  return series
    .filter(({ name, values }) => name !== BEST_SO_FAR && values.length > 0)
    .map(({ name, values, count }) => ({
      learner: name,
      best: higher ? Math.max(...values) : Math.min(...values),
      trials: count,
    }))
    .sort((one, other) => (higher ? other.best - one.best : one.best - other.best));
}

export interface LiveTrial {
  learner: string;
  number: number;
  value: number;
}

/** The complete trials by number. */
export function listTrials(series: MetricSeries[]): LiveTrial[] {
  return series
    .filter(({ name }) => name !== BEST_SO_FAR)
    .flatMap(({ name, steps, values }) =>
      values.map((value, at) => ({ learner: name, number: steps[at] ?? at, value })),
    )
    .sort((one, other) => one.number - other.number);
}

/** The best of the trials up to each number, as a flight of stairs; they may have ended in another order. */
export function buildBestStairs(series: MetricSeries[]): CurvePoint[] {
  const choose = isHigherBetter(series) ? Math.max : Math.min;
  const points: CurvePoint[] = [];
  for (const { number, value } of listTrials(series)) {
    const before = points.at(-1)?.[1];
    if (before !== undefined) points.push([number, before]);
    points.push([number, before === undefined ? value : choose(before, value)]);
  }
  return points;
}
