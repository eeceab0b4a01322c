/** Metrics side by side: the best of each row stands out, the others say how far they are from the first. */

import type { RunComparison } from "../../api/apiTypes";
import { findMetric, formatMetric, type Metric } from "../../lib/metrics";
import { versionTexts } from "../../messages/versionTexts";
import { ComparisonTable } from "./ComparisonTable";
import "./comparison.css";

const texts = versionTexts.compare;

interface Props {
  metrics: RunComparison["metrics"];
  names: string[];
}

export function MetricsTable({ metrics, names }: Props) {
  const several = new Set(metrics.map(({ node }) => node)).size > 1;
  const rows = metrics
    .filter(({ values }) => values.some((value) => typeof value === "number"))
    .map(({ node, title, metric, values }) => ({
      key: `${node} ${metric}`,
      title: several ? `${findMetric(metric).title}, ${title}` : findMetric(metric).title,
      cells: values.map((value, at) => (
        <MetricValue
          key={at}
          metric={findMetric(metric)}
          value={toNumber(value)}
          first={toNumber(values[0])}
          best={findBestMetricValue(metric, values)}
        />
      )),
    }));
  return (
    <div className="compare-metrics">
      <ComparisonTable
        title={texts.metrics}
        heading={texts.metric}
        runs={names}
        rows={rows}
        nothing={texts.noMetrics}
      />
    </div>
  );
}

const toNumber = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** The best value of a row; null where all are the same or nothing says which way is better. */
export function findBestMetricValue(name: string, values: unknown[]): number | null {
  const numbers = values.map(toNumber).filter((value) => value !== null);
  const { better } = findMetric(name);
  if (!better || new Set(numbers).size < 2) return null;
  return better === "lower" ? Math.min(...numbers) : Math.max(...numbers);
}

interface MetricValueProps {
  metric: Metric;
  value: number | null;
  first: number | null;
  best: number | null;
}

function MetricValue({ metric, value, first, best }: MetricValueProps) {
  const moved = value !== null && first !== null ? value - first : 0;
  return (
    <>
      <span className={value !== null && value === best ? "compare-best" : undefined}>
        {value === null ? texts.notThere : formatMetric(metric, value)}
      </span>
      {moved !== 0 && <small>{formatSigned(metric, moved)}</small>}
    </>
  );
}

export const formatSigned = (metric: Metric, moved: number): string =>
  `${moved > 0 ? "+" : "−"}${formatMetric(metric, Math.abs(moved))}`;
