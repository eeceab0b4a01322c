/** All metrics of all models as a table: one row per metric, one column per model. */

import type { EvaluationView } from "../../../api/artifactViews";
import { formatCount, formatFixed } from "../../../lib/format";
import {
  computeThresholdMetrics,
  countAtThreshold,
  findMetric,
  formatMetrics,
  isTwoClass,
  type Metric,
} from "../../../lib/metrics";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { MetricName } from "../../../ui/MetricName";
import "./evaluationView.css";
import "./metricCards.css";
import "./confusion.css";

export function NumbersTable({ view }: { view: EvaluationView }) {
  const keys = [...new Set(view.models.flatMap((model) => Object.keys(model.metrics)))];
  return (
    <div className="numbers">
      <table>
        <caption>{texts.evaluation.numbers.caption}</caption>
        <thead>
          <tr>
            <th scope="col">{texts.evaluation.numbers.metric}</th>
            {view.models.map((model, index) => (
              <th key={index} scope="col" className="number">
                {model.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keys.map((key) => (
            <MetricRow key={key} metric={findMetric(key)} values={view.models.map((model) => model.metrics[key])} />
          ))}
        </tbody>
      </table>
      {view.models.map(({ name, details }, index) =>
        isTwoClass(details) ? <ThresholdTable key={index} name={name} details={details} /> : null,
      )}
    </div>
  );
}

function MetricRow({ metric, values }: { metric: Metric; values: (number | undefined)[] }) {
  const known = values.filter((value): value is number => value !== undefined && Number.isFinite(value));
  const best =
    metric.better === null || known.length < 2
      ? null
      : metric.better === "higher"
        ? Math.max(...known)
        : Math.min(...known);
  const words = formatMetrics(metric, values);
  return (
    <tr>
      <th scope="row">
        <MetricName metric={metric} /> <span className="tile-hint">{metric.hint}</span>
      </th>
      {values.map((value, index) => (
        <td key={index} className={`number${value === best ? " best" : ""}`}>
          {words[index]}
        </td>
      ))}
    </tr>
  );
}

type TwoClassResult = Extract<EvaluationView["models"][number]["details"], { thresholds: number[] }>;

function ThresholdTable({ name, details }: { name: string; details: TwoClassResult }) {
  const words = texts.evaluation.numbers;
  return (
    <table>
      <caption>{words.thresholds(name)}</caption>
      <thead>
        <tr>
          {[words.threshold, words.called, words.found, words.precision, words.recall, words.f1, words.accuracy].map(
            (title) => (
              <th key={title} scope="col" className="number">
                {title}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {[0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1].map((threshold) => {
          const counts = countAtThreshold(details, threshold);
          const { precision, recall, f1, accuracy } = computeThresholdMetrics(counts);
          return (
            <tr key={threshold}>
              <th scope="row" className="number numbers-threshold">
                {formatFixed(threshold, 2)}
              </th>
              <td className="number">{formatCount(counts.truePositives + counts.falsePositives)}</td>
              <td className="number">{formatCount(counts.truePositives)}</td>
              {[precision, recall, f1, accuracy].map((value, at) => (
                <td key={at} className="number">
                  {value === null ? words.none : formatFixed(value, 3)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
