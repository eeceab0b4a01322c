/** Metrics side by side: the best of each row stands out, the others say how far they are from the first. */

import type { RunComparison } from "../../api/apiTypes";
import { findMetric, formatMetric, type Metric } from "../../lib/metrics";
import { versionTexts } from "../../messages/versionTexts";

const texts = versionTexts.compare;

interface Props {
  metrics: RunComparison["metrics"];
  names: string[];
}

export function MetricsTable({ metrics, names }: Props) {
  const several = new Set(metrics.map(({ node }) => node)).size > 1;
  const rows = metrics.filter(({ values }) => values.some((value) => typeof value === "number"));
  return (
    <section className="compare-section">
      <h2>{texts.metrics}</h2>
      {rows.length === 0 ? (
        <p>{texts.noMetrics}</p>
      ) : (
        <table className="page-table compare-metrics">
          <thead>
            <tr>
              <th scope="col">{texts.metric}</th>
              {names.map((name) => (
                <th key={name} scope="col" className="number">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ node, title, metric, values }) => (
              <tr key={`${node} ${metric}`}>
                <th scope="row">{several ? `${findMetric(metric).title}, ${title}` : findMetric(metric).title}</th>
                {values.map((value, at) => (
                  <MetricValue
                    key={names[at]}
                    metric={findMetric(metric)}
                    value={toNumber(value)}
                    first={toNumber(values[0])}
                    best={findBestMetricValue(metric, values)}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
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
    <td className="number">
      <span className={value !== null && value === best ? "compare-best" : undefined}>
        {value === null ? texts.notThere : formatMetric(metric, value)}
      </span>
      {moved !== 0 && <small>{formatSigned(metric, moved)}</small>}
    </td>
  );
}

export const formatSigned = (metric: Metric, moved: number): string =>
  `${moved > 0 ? "+" : "−"}${formatMetric(metric, Math.abs(moved))}`;
