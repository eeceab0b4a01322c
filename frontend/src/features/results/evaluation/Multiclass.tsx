/** Several classes: which are taken for which, and how well each is found. */

import type { MulticlassDetails } from "../../../api/artifactViews";
import type { Condition } from "../../../graph/rowConditions";
import { formatCount, formatFixed, formatPercent } from "../../../lib/format";
import { findMetric } from "../../../lib/metrics";
import { evaluationChartTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { CellButton } from "./ConfusionMatrix";
import type { EvaluatedModel, EvaluationChartsProps } from "./EvaluationView";
import { type MetricCardData, MetricCards } from "./MetricCards";
import { type ScoredRows, useScoredRows } from "./scoredRows";

const MOST_TILES = 6;

export function MulticlassEvaluation({ models, focus, besides }: EvaluationChartsProps<MulticlassDetails>) {
  const colorOf = (index: number) => (models.length > 1 ? getSeriesColor(index) : "var(--bar)");
  const matrix = (index: number) => (
    <MulticlassMatrix name={models[index]!.name} details={models[index]!.details} index={index} />
  );
  const classes = (index: number) => <PerClassTable details={models[index]!.details} color={colorOf(index)} />;
  const [one, other] = besides ?? [focus, null];
  return (
    <>
      <MetricCards tiles={buildMetricCards(models)} focus={focus} training={models[focus]?.training_metrics} />
      <div className="multiclass-row">
        {matrix(one!)}
        {other === null || other === undefined ? classes(one!) : matrix(other)}
      </div>
      {typeof other === "number" && (
        <div className="multiclass-row">
          {classes(one!)}
          {classes(other)}
        </div>
      )}
    </>
  );
}

/** The stored metrics of all models, as tiles in the order of the first. */
export function buildMetricCards(models: EvaluatedModel<unknown>[]): MetricCardData[] {
  const keys = Object.keys(models[0]?.metrics ?? {}).slice(0, MOST_TILES);
  return keys.map((key) => ({ metric: findMetric(key), values: models.map((model) => model.metrics[key]) }));
}

function MulticlassMatrix({ name, details, index }: { name: string; details: MulticlassDetails; index: number }) {
  const words = texts.evaluation.matrix;
  const scored = useScoredRows(index);
  return (
    <section className="matrix-section">
      <header className="plot-head">
        <h3>{texts.evaluation.confusion.title}</h3>
        <span className="plot-caption confusion-model">{name}</span>
      </header>
      <div className="matrix-scroll">
        <table className="matrix" aria-label={texts.evaluation.confusion.title}>
          <thead>
            <tr>
              <td className="matrix-corner">{words.corner}</td>
              {details.classes.map((label) => (
                <th key={label} scope="col">
                  {label}
                </th>
              ))}
              <th scope="col">{words.rows}</th>
            </tr>
          </thead>
          <tbody>
            {details.matrix.map((row, truth) => (
              <MatrixRow key={details.classes[truth]} {...{ details, row, truth, scored }} />
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

interface MatrixRowProps {
  details: MulticlassDetails;
  row: number[];
  truth: number;
  scored: ScoredRows | null;
}

function MatrixRow({ details: { classes, columns }, row, truth, scored }: MatrixRowProps) {
  const label = classes[truth]!;
  const show = (called: string) => () => {
    const truly: Condition = { column: columns!.label!, operator: "is", values: [label] };
    scored?.show([truly, { column: columns!.predicted, operator: "is", values: [called] }]);
  };
  const known = scored !== null && Boolean(columns?.label);
  const all = row.reduce((sum, value) => sum + value, 0);
  return (
    <tr>
      <th scope="row">{label}</th>
      {row.map((value, predicted) => {
        const share = value / Math.max(1, all);
        const key = `column ${predicted}`;
        return (
          <td key={key} style={{ background: getCellColor(share, truth === predicted) }} title={formatPercent(share)}>
            <CellButton
              onClick={known && value > 0 ? show(classes[predicted]!) : null}
              title={evaluationChartTexts.cellRows(formatCount(value), label, classes[predicted]!)}
            >
              <span className="matrix-count">{formatCount(value)}</span>
              <span className="matrix-share">{value > 0 ? formatPercent(share, 0) : ""}</span>
            </CellButton>
          </td>
        );
      })}
      <td className="matrix-total">{formatCount(all)}</td>
    </tr>
  );
}

/** The share of the row as the strength of the color: one hue for right, one for wrong. */
function getCellColor(share: number, right: boolean): string {
  const strength = share === 0 ? 0 : 12 + 88 * share;
  return `color-mix(in srgb, ${right ? "var(--cm-right)" : "var(--cm-wrong)"} ${strength.toFixed(0)}%, var(--cm-0))`;
}

function PerClassTable({ details, color }: { details: MulticlassDetails; color: string }) {
  const words = texts.evaluation.perClass;
  return (
    <section>
      <header className="plot-head">
        <h3>{words.title}</h3>
      </header>
      <table className="per-class">
        <thead>
          <tr>
            <th scope="col">{words.class}</th>
            <th scope="col">{words.precision}</th>
            <th scope="col">{words.recall}</th>
            <th scope="col">{words.f1}</th>
            <th scope="col" className="number">
              {words.rows}
            </th>
          </tr>
        </thead>
        <tbody>
          {details.per_class.map((row) => (
            <tr key={row.class}>
              <th scope="row">{row.class}</th>
              {[row.precision, row.recall, row.f1].map((value, at) => (
                <td key={at}>
                  <ShareBar value={value} color={color} />
                </td>
              ))}
              <td className="number">{formatCount(row.rows)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ShareBar({ value, color }: { value: number; color: string }) {
  return (
    <span className="share-bar">
      <svg width={54} height={8} aria-hidden="true">
        <rect width={54} height={8} className="share-bar-well" />
        <rect width={54 * Math.min(1, Math.max(0, value))} height={8} fill={color} />
      </svg>
      {formatFixed(value, 3)}
    </span>
  );
}
