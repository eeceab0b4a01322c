/** What fairness between groups says in a sentence, and how its metrics are written. */

import type { FairnessView } from "../../../api/artifactViews";
import { formatPercent, formatShort } from "../../../lib/format";
import { fairnessTexts as texts } from "../../../messages/fairnessTexts";

const AMOUNTS = /^(Mean |Root Mean)/;

export const formatGroupMetric = (metric: string, value: number): string =>
  AMOUNTS.test(metric) ? formatShort(value) : formatPercent(value, 1);

export const nameMetric = ({ positive }: FairnessView, metric: string): string =>
  texts.names[metric] && positive !== null ? texts.names[metric](positive) : metric;

/** Groups of fewer rows say little. */
const MIN_ROWS = 30;

/** The metric and the column by which the groups lie apart most, relative to all rows. */
export function summarizeFairness(view: FairnessView): { title: string; detail: string } {
  const rows = texts.rows(view.rows, view.learner);
  const found = view.columns.flatMap((column) =>
    view.metrics.map((metric) => {
      const known = column.groups
        .filter((group) => group.rows >= MIN_ROWS && typeof group.metrics[metric] === "number")
        .toSorted((one, other) => Number(other.metrics[metric]) - Number(one.metrics[metric]));
      const [highest, lowest] = [known[0], known.at(-1)];
      const spread = highest && lowest ? Number(highest.metrics[metric]) - Number(lowest.metrics[metric]) : 0;
      const scale = AMOUNTS.test(metric) ? Math.abs(view.overall[metric] ?? 1) || 1 : 1;
      return { column, metric, highest, lowest, spread: spread / scale };
    }),
  );
  const most = found.toSorted((one, other) => other.spread - one.spread)[0];
  if (!most?.highest || !most.lowest || most.spread < 1e-9) return { title: texts.level, detail: rows };
  const write = (value: number | null | undefined) => formatGroupMetric(most.metric, value ?? 0);
  const { highest, lowest, metric } = most;
  const detail = texts.detail(
    highest.value,
    write(highest.metrics[metric]),
    lowest.value,
    write(lowest.metrics[metric]),
  );
  return { title: texts.title(nameMetric(view, metric), most.column.name), detail: `${detail} ${rows}` };
}
