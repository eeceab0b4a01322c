/** Fairness: the metrics of each group beside one another, how far groups lie apart, and the trade-off over thresholds. */

import { useMemo } from "react";
import type { FairnessColumn, FairnessView as View } from "../../../api/artifactViews";
import { formatCount, formatFixed } from "../../../lib/format";
import { fairnessTexts as texts } from "../../../messages/fairnessTexts";
import { formatGroupMetric, nameMetric, summarizeFairness } from "./fairnessSummary";
import { TradeOff } from "./TradeOff";
import "./fairnessView.css";

export default function FairnessView({ shown }: { shown: View }) {
  const { title, detail } = useMemo(() => summarizeFairness(shown), [shown]);
  return (
    <article className="fairness">
      <header>
        <h2>{title}</h2>
        <p>{detail}</p>
      </header>
      {shown.columns.map((column) => (
        <section key={column.name} className="fairness-column">
          <h3>{column.name}</h3>
          <GroupTable view={shown} column={column} />
          <div className="fairness-panes">
            <Disparities column={column} />
            {column.trade_off.length > 0 && <TradeOff view={shown} column={column} />}
          </div>
        </section>
      ))}
    </article>
  );
}

/** Rates of groups with fewer rows depend on chance. */
const FEW_ROWS = 30;

function GroupTable({ view, column }: { view: View; column: FairnessColumn }) {
  return (
    <div className="fairness-scroll">
      <table>
        <thead>
          <tr>
            <th scope="col">{texts.group}</th>
            <th scope="col" className="number">
              {texts.rowCount}
            </th>
            {view.metrics.map((metric) => (
              <th key={metric} scope="col">
                {nameMetric(view, metric)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          <tr className="fairness-all">
            <th scope="row">{texts.all}</th>
            <td className="number">{formatCount(view.rows)}</td>
            {view.metrics.map((metric) => (
              <MetricCell key={metric} {...{ view, column, metric }} value={view.overall[metric] ?? null} />
            ))}
          </tr>
          {column.groups.map((group) => (
            <tr key={group.value}>
              <th scope="row">
                {group.value}
                {group.rows < FEW_ROWS && <span className="fairness-few">{texts.few}</span>}
              </th>
              <td className="number">{formatCount(group.rows)}</td>
              {view.metrics.map((metric) => (
                <MetricCell key={metric} {...{ view, column, metric }} value={group.metrics[metric] ?? null} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface CellProps {
  view: View;
  column: FairnessColumn;
  metric: string;
  value: number | null;
}

/** A bar from 0, as long as the largest of the column's groups allows. */
function MetricCell({ view, column, metric, value }: CellProps) {
  const all = [view.overall[metric], ...column.groups.map(({ metrics }) => metrics[metric])];
  const largest = Math.max(...all.map((one) => Math.abs(one ?? 0)), 1e-12);
  return (
    <td>
      {value === null ? (
        <span className="fairness-undefined">{texts.undefined}</span>
      ) : (
        <span className="fairness-bar">
          <i style={{ width: `${(60 * Math.abs(value)) / largest}%` }} />
          {formatGroupMetric(metric, value)}
        </span>
      )}
    </td>
  );
}

function Disparities({ column }: { column: FairnessColumn }) {
  return (
    <div className="fairness-apart">
      <header className="plot-head">
        <h4>{texts.apart}</h4>
      </header>
      <p className="plot-caption fairness-caption">{texts.apartCaption}</p>
      <dl>
        {Object.entries(column.disparities).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value === null ? texts.undefined : formatFixed(value, 3)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
