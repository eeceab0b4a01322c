/** The list of runs as a table: which metrics are columns, and in which order the rows stand. */

import type { ListedRun } from "../../api/apiTypes";
import { getMetricValue, type HeadlineFigure } from "../../lib/headlineMetric";
import { findMetric, findTasks, formatMetrics, HEADLINES, type Metric } from "../../lib/metrics";

export interface MetricColumn {
  title: string;
  metric: Metric;
}

const FIRST = HEADLINES.map(({ title }) => title);

/** How early a metric is told where there is no room for all. */
const rankMetric = ({ title }: MetricColumn): number => (FIRST.includes(title) ? FIRST.indexOf(title) : FIRST.length);

/**
 * The metrics that any of the runs has, in the order in which evaluations tell them. Where there are more than `maximum`,
 * those come first that say how well a run of any kind went.
 */
export function chooseMetricColumns(runs: readonly ListedRun[], most = Number.POSITIVE_INFINITY): MetricColumn[] {
  const found = new Map<string, MetricColumn>();
  for (const run of runs) {
    for (const { metrics } of Object.values(run.evaluations).flat()) {
      for (const [name, value] of Object.entries(metrics)) {
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

/** The best value of a metric that a model of the run has; null where it was not measured. */
export function findBestMetric(run: ListedRun, { metric }: MetricColumn): number | null {
  const values = Object.values(run.evaluations)
    .flat()
    .map(({ metrics }) => getMetricValue(metrics, metric))
    .filter((value) => value !== null);
  if (values.length === 0) return null;
  return metric.better === "lower" ? Math.min(...values) : Math.max(...values);
}

/** What each model of an evaluation reached: of several evaluations the one with the best model; null where none measured it. */
export function getColumnFigure(run: ListedRun, column: MetricColumn): HeadlineFigure | null {
  const best = findBestMetric(run, column);
  const { metric } = column;
  const models = Object.values(run.evaluations).find((one) =>
    one.some(({ metrics }) => getMetricValue(metrics, metric) === best),
  );
  if (best === null || !models) return null;
  const values = models.map(({ metrics }) => getMetricValue(metrics, metric));
  const words = formatMetrics(metric, values);
  return {
    metric,
    models: models.map(({ model }, at) => ({ name: model, value: words[at]! })),
    best: new Set(values).size > 1 && metric.better !== null ? values.indexOf(best) : null,
  };
}

/** {task: its runs}, the task with most runs first: metrics of different tasks cannot be compared. */
export function groupByTask(runs: readonly ListedRun[]): Map<string, ListedRun[]> {
  const groups = new Map<string, ListedRun[]>();
  for (const run of runs) {
    const tasks = Object.values(run.evaluations).map((models) =>
      findTasks(models.flatMap(({ metrics }) => Object.keys(metrics))),
    );
    for (const task of new Set(tasks.map(([first]) => first ?? "other"))) {
      groups.set(task, [...(groups.get(task) ?? []), run]);
    }
  }
  return new Map([...groups].sort(([, one], [, other]) => other.length - one.length));
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
