/** The figure that stands for a whole run, and a figure as text: for lists, which come after the first design. */

import type { ModelMetrics } from "../api/apiTypes";
import {
  findHeadlineMetric,
  getHeadlineFigure,
  getMetricValue,
  getWinner,
  type HeadlineFigure,
} from "./headlineMetric";
import { HEADLINES, type Metric } from "./metrics";

export type Evaluations = Record<string, readonly ModelMetrics[]>;

/**
 * The figure that stands for a run: that of the evaluation with the best model, by the first metric that any has. An evaluation
 * of another task cannot be compared, and stands back.
 */
export function getRunFigure(evaluations: Evaluations | undefined): HeadlineFigure | null {
  const all = Object.values(evaluations ?? {});
  for (const metric of HEADLINES) {
    const measured = all.filter((models) => findHeadlineMetric(models.map((one) => one.metrics)) === metric);
    if (measured.length > 0) return getHeadlineFigure(findBestEvaluation(measured, metric));
  }
  return null;
}

function findBestEvaluation(
  evaluations: readonly (readonly ModelMetrics[])[],
  metric: Metric,
): readonly ModelMetrics[] {
  const sign = metric.better === "lower" ? -1 : 1;
  const rate = (models: readonly ModelMetrics[]) =>
    Math.max(...models.map(({ metrics }) => sign * (getMetricValue(metrics, metric) ?? Number.NaN)));
  return evaluations.reduce((best, one) => (rate(one) > rate(best) ? one : best));
}

/** "ROC area 0.926 Boosted / 0.905": every model's value in its place with the name of the best, or an empty text. */
export function formatFigure(figure: HeadlineFigure | null): string {
  if (!figure) return "";
  const winner = getWinner(figure);
  const values = figure.models.map(({ value }, at) => (winner && at === figure.best ? `${value} ${winner}` : value));
  return `${figure.metric.title} ${values.join(" / ")}`;
}
