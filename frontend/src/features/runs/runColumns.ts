/** The list of runs as a table: which metrics are columns, and in which order the rows stand. */

import type { ListedRun } from "../../api/apiTypes";
import { HEADLINES } from "../../lib/headlineMetric";
import { findMetric, type Metric } from "../../lib/metrics";

export interface MetricColumn {
  title: string;
  metric: Metric;
}

const FIRST = HEADLINES.map((name) => findMetric(name).title);

/** How early a metric is told where there is no room for all. */
const rankMetric = ({ title }: MetricColumn): number => (FIRST.includes(title) ? FIRST.indexOf(title) : FIRST.length);

/**
 * The metrics that any of the runs has, in the order in which evaluations tell them. Where there are more than `maximum`,
 * those come first that say how well a run of any kind went.
 */
export function chooseMetricColumns(runs: readonly ListedRun[], most = Number.POSITIVE_INFINITY): MetricColumn[] {
  const found = new Map<string, MetricColumn>();
  for (const run of runs) {
    for (const measured of Object.values(run.metrics)) {
      for (const [name, value] of Object.entries(measured)) {
        const metric = findMetric(name);
        if (Number.isFinite(value) && !found.has(metric.title))
          found.set(metric.title, { title: metric.title, metric });
      }
    }
  }
  const columns = [...found.values()];
  return columns.length > most
    ? columns.sort((one, other) => rankMetric(one) - rankMetric(other)).slice(0, most)
    : columns;
}

/** The best value of a metric that an evaluation of the run has; null where it was not measured. */
export function findBestMetric(run: ListedRun, { title, metric }: MetricColumn): number | null {
  const values = Object.values(run.metrics).flatMap((measured) =>
    Object.entries(measured)
      .filter(([name, value]) => findMetric(name).title === title && Number.isFinite(value))
      .map(([, value]) => value),
  );
  if (values.length === 0) return null;
  return metric.better === "lower" ? Math.min(...values) : Math.max(...values);
}

export interface RunOrder {
  by: string;
  down: boolean;
}

/** The runs in order of a column; those without a value come last, whichever way it goes. */
export function orderRuns(
  runs: readonly ListedRun[],
  order: RunOrder,
  value: (run: ListedRun, by: string) => number | string | null,
): ListedRun[] {
  return [...runs].sort((one, other) => {
    const [a, b] = [value(one, order.by), value(other, order.by)];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const rising = typeof a === "string" ? a.localeCompare(String(b)) : a - Number(b);
    return order.down ? -rising : rising;
  });
}

/** "a, b" -> ["a", "b"]. */
export const parseTags = (text: string): string[] => [
  ...new Set(
    text
      .split(",")
      .map((tag) => tag.trim())
      .filter((tag) => tag !== ""),
  ),
];
