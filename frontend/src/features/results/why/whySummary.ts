/** What a comparison found, in words: who is ahead, by how much, where, and whether it is worth anything at all. */

import type { EvaluationView, ModelComparison, ModelSlice } from "../../../api/artifactViews";
import { formatShort } from "../../../lib/format";
import { findMetric, formatMetric, formatMove, type Metric } from "../../../lib/metrics";
import { whyTexts as texts } from "../../../messages/whyTexts";

export interface WhySummary {
  title: string;
  detail: string;
}

type Interval = ModelComparison["intervals"][number];

/** Whether an interval leaves out a value; null where it has no ends. */
export const excludes = ({ low, high }: Interval, value: number): boolean | null =>
  low === null || high === null ? null : value < low || value > high;

export function summarizeComparison(view: EvaluationView, comparison: ModelComparison): WhySummary {
  const metric = findMetric(comparison.metric);
  const [first, second] = comparison.compared.map((place) => view.models[place]?.name ?? "");
  const worth = describeWorth(first!, comparison, metric);
  if (second === undefined) return { title: worth.title, detail: `${worth.value} ${worth.baseline}` };
  const { difference } = comparison;
  if (!difference) return { title: texts.otherRows(first!, second), detail: texts.otherRowsDetail };
  const lead = describeLead(first!, comparison, metric);
  if (!excludes(difference, 0)) return { title: texts.level(first!, second), detail: `${lead} ${worth.baseline}` };
  const where = comparison.slices.find(({ clear, difference: one }) => clear && isAhead(one.value, metric));
  return {
    title: where ? texts.aheadIn(first!, second, formatSlice(where)) : texts.ahead(first!, second),
    detail: `${lead} ${worth.baseline}`,
  };
}

/** Whether the first model is ahead by a difference of first minus second. */
export const isAhead = (difference: number | null, { better }: Metric): boolean =>
  difference !== null && (better === "lower" ? difference < 0 : difference > 0);

function describeLead(name: string, { difference, rows }: ModelComparison, metric: Metric): string {
  const size = (value: number | null) => (value === null ? "n/a" : formatMove(metric, orient(value, metric)));
  const ends = [difference!.low, difference!.high].map(size);
  if (metric.better === "lower") ends.reverse();
  const lead = formatMetric(metric, Math.abs(difference!.value ?? 0));
  return `${texts.lead(name, lead, metric.title, rows)} (${texts.interval(ends[0]!, ends[1]!)}).`;
}

/** A difference as it is told: positive where the first model is better. */
export const orient = (difference: number, { better }: Metric): number =>
  better === "lower" ? -difference : difference;

function describeWorth(name: string, { intervals, baseline, rows }: ModelComparison, metric: Metric) {
  const own = intervals[0]!;
  const words = describeBaseline(baseline);
  const [low, high] = [own.low, own.high].map((value) => formatMetric(metric, value));
  const good = excludes(own, baseline.value) === true && isAhead((own.value ?? 0) - baseline.value, metric);
  return {
    title: good ? texts.good(name, words) : texts.notGood(name, words),
    value: texts.value(metric.title, formatMetric(metric, own.value), low!, high!, rows),
    baseline: texts.against(words, formatMetric(metric, baseline.value)),
  };
}

export const describeBaseline = ({ kind, predicted }: ModelComparison["baseline"]): string =>
  texts.baselines[kind](predicted);

/** "sex is Female and age is 17 to 28". */
export const formatSlice = ({ conditions }: Pick<ModelSlice, "conditions">): string =>
  conditions.map(formatSliceCondition).join(texts.and);

function formatSliceCondition({ column, value, low, high }: ModelSlice["conditions"][number]): string {
  if (typeof value === "string") return texts.is(column, value);
  if (typeof low === "number" && typeof high === "number") {
    return low === high
      ? texts.is(column, formatShort(low))
      : texts.between(column, formatShort(low), formatShort(high));
  }
  return texts.missing(column);
}
