/** Metrics of all models side by side: the best of each metric stands out, the others say how far they are from the first run. */

import type { RunComparison } from "../../api/apiTypes";
import { findBestModel, findHeadlineMetric, getMetricValue } from "../../lib/headlineMetric";
import { findMetric, formatMetric, formatMetrics, formatMove, type Metric } from "../../lib/metrics";
import { joinWords } from "../../messages/formatting";
import { versionTexts } from "../../messages/versionTexts";
import { MetricName } from "../../ui/MetricName";
import { ComparisonTable } from "./ComparisonTable";
import "./comparison.css";

const texts = versionTexts.compare;

type ComparedMetric = RunComparison["metrics"][number];

interface Props {
  metrics: RunComparison["metrics"];
  names: string[];
}

export function MetricsTable({ metrics, names }: Props) {
  const label = createMetricLabels(metrics);
  const measured = metrics.filter(({ values }) => values.some((value) => typeof value === "number"));
  const rows = orderByMetric(measured).map((row) => {
    const metric = findMetric(row.metric);
    const values = row.values.map(toNumber);
    const words = formatMetrics(metric, values);
    return {
      key: getMetricKey(row),
      title: <MetricTitle metric={metric} suffix={label(row)} />,
      cells: values.map((value, at) => (
        <MetricValue
          key={at}
          metric={metric}
          value={value}
          words={words[at]!}
          first={at === 0 ? null : values[0]!}
          best={findBestMetricValue(row.metric, row.values)}
        />
      )),
    };
  });
  return (
    <div className="compare-metrics">
      <ComparisonTable
        title={texts.metrics}
        heading={texts.metric}
        runs={names}
        rows={rows}
        nothing={texts.noMetrics}
        note={describeWinners(measured, names)}
      />
    </div>
  );
}

function MetricTitle({ metric, suffix }: { metric: Metric; suffix: string }) {
  return (
    <>
      <MetricName metric={metric} />
      {suffix && `, ${suffix}`}
    </>
  );
}

/** What tells the rows of one metric apart: the model where an evaluation has several, the evaluation where there are several. */
export function createMetricLabels(metrics: readonly ComparedMetric[]): (row: ComparedMetric) => string {
  const nodes = new Set(metrics.map(({ node }) => node));
  const models = (node: string) => new Set(metrics.filter((one) => one.node === node).map(getModelName));
  return (row) => {
    const parts = [models(row.node).size > 1 ? getModelName(row) : "", nodes.size > 1 ? row.title : ""];
    return parts.filter(Boolean).join(", ");
  };
}

/** A model that has another name in a later run is called by both. */
export const getModelName = ({ models }: Pick<ComparedMetric, "models">): string =>
  [...new Set(models.filter((name) => name !== null))].join(texts.laterName);

export const getMetricKey = (row: ComparedMetric): string => `${row.node} ${row.models.join("|")} ${row.metric}`;

/** The rows of one metric stand together, one for each model. */
const orderByMetric = (rows: readonly ComparedMetric[]): ComparedMetric[] => {
  const names = [...new Set(rows.map(({ node, metric }) => `${node} ${metric}`))];
  const place = ({ node, metric }: ComparedMetric) => names.indexOf(`${node} ${metric}`);
  return [...rows].sort((one, other) => place(one) - place(other));
};

/** "Best: Boosted in Run 2, ROC area 0.926." for each evaluation of which one model in one run is the best. */
function describeWinners(metrics: readonly ComparedMetric[], names: string[]): string {
  const nodes = [...new Set(metrics.map(({ node }) => node))];
  return nodes.flatMap((node) => describeWinner(metrics, node, names)).join(" ");
}

function describeWinner(metrics: readonly ComparedMetric[], node: string, names: string[]): string[] {
  const rows = metrics.filter((row) => row.node === node);
  const models = [...new Set(rows.map((row) => row.models.join("|")))];
  const entries = models.flatMap((model) =>
    names.map((run, at) => {
      const own = rows.filter((row) => row.models.join("|") === model);
      const known = own.filter(({ values }) => typeof values[at] === "number");
      return {
        run,
        model: own[0]!.models[at] ?? "",
        metrics: Object.fromEntries(known.map(({ metric, values }) => [metric, values[at] as number])),
      };
    }),
  );
  const measured = entries.filter((entry) => Object.keys(entry.metrics).length > 0);
  const all = measured.map((entry) => entry.metrics);
  const [metric, best] = [findHeadlineMetric(all), findBestModel(all)];
  if (metric === null || best === null) return [];
  const value = getMetricValue(all[best]!, metric);
  const equal = measured.filter((entry) => getMetricValue(entry.metrics, metric) === value);
  const byModel = [...Map.groupBy(equal, ({ model }) => model)];
  const where = joinWords(byModel.map(([model, rows]) => texts.modelIn(model, joinWords(rows.map(({ run }) => run)))));
  return [texts.winner(where, metric.title, formatMetric(metric, value))];
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
  words: string;
  /** Of the run that it is compared with; null for that run itself. */
  first: number | null;
  best: number | null;
}

function MetricValue({ metric, value, words, first, best }: MetricValueProps) {
  const moved = value !== null && first !== null ? value - first : 0;
  return (
    <>
      <span className={value !== null && value === best ? "compare-best" : undefined}>
        {value === null ? texts.notThere : words}
      </span>
      {moved !== 0 && <MetricMove metric={metric} moved={moved} />}
    </>
  );
}

/** "+0.003 better": how far it went, and whether that is the right way. */
export function MetricMove({ metric, moved }: { metric: Metric; moved: number }) {
  const right = metric.better === null ? null : (metric.better === "higher") === moved > 0;
  return (
    <small className={right === null ? undefined : right ? "compare-better" : "compare-worse"}>
      {formatMove(metric, moved)}
      {right !== null && ` ${right ? texts.better : texts.worse}`}
    </small>
  );
}
