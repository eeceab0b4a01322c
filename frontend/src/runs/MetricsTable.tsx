/** Metrics side by side: the best of each row stands out, the others say how far they are from the first. */

import type { Compared } from "../api/types";
import { versionMessages } from "../messages/versions";
import { type Metric, metricOf, metricText } from "../views/metrics";

const say = versionMessages.compare;

interface Props {
  metrics: Compared["metrics"];
  names: string[];
}

export function MetricsTable({ metrics, names }: Props) {
  const several = new Set(metrics.map(({ node }) => node)).size > 1;
  const rows = metrics.filter(({ values }) => values.some((value) => typeof value === "number"));
  return (
    <section className="compare-section">
      <h2>{say.metrics}</h2>
      {rows.length === 0 ? (
        <p>{say.noMetrics}</p>
      ) : (
        <table className="page-table compare-metrics">
          <thead>
            <tr>
              <th scope="col">{say.metric}</th>
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
                <th scope="row">{several ? `${metricOf(metric).title}, ${title}` : metricOf(metric).title}</th>
                {values.map((value, at) => (
                  <Value
                    key={names[at]}
                    metric={metricOf(metric)}
                    value={numeric(value)}
                    first={numeric(values[0])}
                    best={bestOf(metric, values)}
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

const numeric = (value: unknown): number | null => (typeof value === "number" ? value : null);

/** The best value of a row; null where all are the same or nothing says which way is better. */
export function bestOf(name: string, values: unknown[]): number | null {
  const numbers = values.map(numeric).filter((value) => value !== null);
  const { better } = metricOf(name);
  if (!better || new Set(numbers).size < 2) return null;
  return better === "lower" ? Math.min(...numbers) : Math.max(...numbers);
}

interface ValueProps {
  metric: Metric;
  value: number | null;
  first: number | null;
  best: number | null;
}

function Value({ metric, value, first, best }: ValueProps) {
  const moved = value !== null && first !== null ? value - first : 0;
  return (
    <td className="number">
      <span className={value !== null && value === best ? "compare-best" : undefined}>
        {value === null ? say.notThere : metricText(metric, value)}
      </span>
      {moved !== 0 && <small>{signed(metric, moved)}</small>}
    </td>
  );
}

export const signed = (metric: Metric, moved: number): string =>
  `${moved > 0 ? "+" : "−"}${metricText(metric, Math.abs(moved))}`;
