/** How well models did, by the one metric that says it first: of all of them, and which is the best. */

import type { ModelMetrics } from "../api/apiTypes";
import { findMetric, formatMetric, HEADLINES, type Metric } from "./metrics";

/** What the models of one evaluation, or of several, reached by the metric that says it first. */
export interface HeadlineFigure {
  metric: Metric;
  models: { name: string; value: string }[];
  /** The place of the best model; null where nothing tells them apart. */
  best: number | null;
}

/** The value of a metric in a row, by whatever name the row has it; null where it has none. */
export function getMetricValue(row: Record<string, number>, metric: Metric): number | null {
  const found = Object.entries(row).find(
    ([name, value]) => findMetric(name).title === metric.title && Number.isFinite(value),
  );
  return found ? found[1] : null;
}

/** The metric by which models are told apart first; null where they share none of those that say how well they do. */
export function findHeadlineMetric(rows: readonly Record<string, number>[]): Metric | null {
  if (rows.length === 0) return null;
  return HEADLINES.find((metric) => rows.every((row) => getMetricValue(row, metric) !== null)) ?? null;
}

/** The place of the best of several models; null where there is one only, or nothing tells them apart. */
export function findBestModel(rows: readonly Record<string, number>[]): number | null {
  const metric = findHeadlineMetric(rows);
  if (metric === null || rows.length < 2) return null;
  const values = rows.map((row) => getMetricValue(row, metric)!);
  if (new Set(values).size < 2) return null;
  return values.indexOf(metric.better === "higher" ? Math.max(...values) : Math.min(...values));
}

/** The figure of one evaluation, each of its models in its place; null where nothing is known of them. */
export function getHeadlineFigure(models: readonly ModelMetrics[] | undefined): HeadlineFigure | null {
  const rows = (models ?? []).map(({ metrics }) => metrics);
  const metric = findHeadlineMetric(rows);
  if (metric === null) return null;
  return {
    metric,
    models: models!.map(({ model, metrics }) => ({
      name: model,
      value: formatMetric(metric, getMetricValue(metrics, metric)),
    })),
    best: findBestModel(rows),
  };
}

/** Names where there is little room: the words that all begin with are left out, as long as each keeps some. */
export function shortenNames(names: readonly string[]): string[] {
  const split = names.map((name) => name.split(" "));
  let common = 0;
  while (split.length > 1 && split.every((words) => words.length > common + 1 && words[common] === split[0]![common])) {
    common += 1;
  }
  return split.map((words) => words.slice(common).join(" "));
}

/** The name of the best model, as short as tells it from the others; empty where there is none, or it has no name. */
export const getWinner = ({ models, best }: Pick<HeadlineFigure, "models" | "best">): string =>
  best === null ? "" : shortenNames(models.map(({ name }) => name))[best]!;
