/** The result of Evaluate Model: what was found, in a sentence, and the charts behind it. */

import { Switch } from "@mantine/core";
import { Suspense, useMemo, useState } from "react";
import type { EvaluationView as Evaluation } from "../../../api/artifactViews";
import { findBestModel } from "../../../lib/headlineMetric";
import { lazyWithRetry } from "../../../lib/lazy";
import { isClustering, isMulticlass, isQuantiles, isRanking, isRegression, isTwoClass } from "../../../lib/metrics";
import { evaluationChartTexts } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { getSeriesColor } from "../../../ui/charts/seriesColors";
import { MulticlassEvaluation } from "./Multiclass";
import { NumbersTable } from "./NumbersTable";
import { QuantileEvaluation } from "./Quantiles";
import { RegressionEvaluation } from "./Regression";
import { EvaluationNode } from "./scoredRows";
import { rankModels, summarizeEvaluation } from "./summarySentence";
import { TwoClassEvaluation } from "./TwoClass";
import "./evaluationView.css";
import "./confusion.css";

const Clustering = lazyWithRetry(() =>
  import("../clusters/Clustering").then((module) => ({ default: module.Clustering })),
);
const Ranking = lazyWithRetry(() => import("./Ranking").then((module) => ({ default: module.RankingEvaluation })));

/** One model, and the details that its charts are drawn from. */
export interface EvaluatedModel<Details> {
  name: string;
  metrics: Record<string, number>;
  details: Details;
  /** Of rows that it learned from, where they were measured. */
  training_metrics?: Record<string, number>;
}

/** The models whose details are of one kind, each with its place among all of them, which decides its color. */
export interface EvaluationChartsProps<Details> {
  models: EvaluatedModel<Details>[];
  /** The model that single-model charts show. */
  focus: number;
  /** The places of two models that are shown side by side; null while one is in focus. */
  besides: number[] | null;
}

interface Props {
  view: Evaluation;
  node?: string | null;
  /** The place of the model that is compared with: it stands beside the one in focus from the start. */
  against?: number;
  /** The place of the model that is in focus from the start; else the best. */
  start?: number;
}

export function EvaluationCharts({ view, node = null, against, start }: Props) {
  const best = useMemo(() => findBestModel(view.models.map(({ metrics }) => metrics)), [view]);
  const [focus, setFocus] = useState<number | null>(null);
  const [beside, setBeside] = useState(against !== undefined);
  // The best model is shown until another is chosen; in a comparison of runs that of the run on the screen.
  const shown = Math.min(focus ?? start ?? (against === undefined ? best : null) ?? 0, view.models.length - 1);
  const { title, detail } = summarizeEvaluation(
    against === undefined ? view : keepModels(view, choosePair(view, shown, against)),
  );
  return (
    <article className="evaluation">
      <header className="evaluation-head">
        <div>
          <h2>{title}</h2>
          <p>{detail}</p>
        </div>
        {view.models.length > 1 && (
          <span className="evaluation-choice">
            <ModelLegend names={view.models.map(({ name }) => name)} focus={shown} best={best} onFocus={setFocus} />
            <Switch
              size="xs"
              label={evaluationChartTexts.sideBySide}
              checked={beside}
              onChange={(event) => setBeside(event.currentTarget.checked)}
            />
          </span>
        )}
      </header>
      <EvaluationNode value={node}>
        <EvaluationDetailsView view={view} focus={shown} besides={beside ? choosePair(view, shown, against) : null} />
      </EvaluationNode>
    </article>
  );
}

/** The model in focus, and the one that it is compared with or else the best of the others, in their order. */
function choosePair({ models }: Evaluation, focus: number, against: number | undefined): number[] | null {
  if (models.length < 2) return null;
  const next = rankModels(models).find((place) => place !== focus)!;
  const other = against === undefined || against === focus ? next : against;
  return [focus, other].sort((one, two) => one - two);
}

const keepModels = (view: Evaluation, places: number[] | null): Evaluation =>
  places ? { ...view, models: places.map((place) => view.models[place]!) } : view;

function EvaluationDetailsView({ view, ...shown }: { view: Evaluation; focus: number; besides: number[] | null }) {
  const details = view.models[0]?.details;
  if (details && isTwoClass(details)) return <TwoClassEvaluation models={selectModels(view, isTwoClass)} {...shown} />;
  if (details && isMulticlass(details))
    return <MulticlassEvaluation models={selectModels(view, isMulticlass)} {...shown} />;
  if (details && isRegression(details))
    return <RegressionEvaluation models={selectModels(view, isRegression)} {...shown} />;
  if (details && isQuantiles(details))
    return <QuantileEvaluation models={selectModels(view, isQuantiles)} {...shown} />;
  if (details && isClustering(details)) {
    return (
      <Suspense fallback={null}>
        <Clustering models={selectModels(view, isClustering)} {...shown} />
      </Suspense>
    );
  }
  if (details && isRanking(details)) {
    return (
      <Suspense fallback={null}>
        <Ranking models={selectModels(view, isRanking)} {...shown} />
      </Suspense>
    );
  }
  return <NumbersTable view={view} />;
}

type AnyDetails = Evaluation["models"][number]["details"];

function selectModels<Kind extends AnyDetails>(
  view: Evaluation,
  kind: (details: AnyDetails) => details is Kind,
): EvaluatedModel<Kind>[] {
  return view.models.flatMap(({ details, ...model }) => (kind(details) ? [{ ...model, details }] : []));
}

interface ModelLegendProps {
  names: string[];
  focus: number;
  best: number | null;
  onFocus: (index: number) => void;
}

/** Which color is which model; choosing one shows its threshold, matrix and residuals. */
function ModelLegend({ names, focus, best, onFocus }: ModelLegendProps) {
  return (
    <div className="evaluation-legend" role="radiogroup" aria-label={texts.evaluation.legend}>
      {names.map((name, index) => (
        <button
          key={`${index} ${name}`}
          type="button"
          role="radio"
          aria-checked={index === focus}
          onClick={() => onFocus(index)}
        >
          <svg width={12} height={12} aria-hidden="true">
            <circle cx={6} cy={6} r={5} fill={getSeriesColor(index)} />
          </svg>
          {name}
          {index === best && <span className="evaluation-best">{texts.evaluation.best}</span>}
        </button>
      ))}
    </div>
  );
}
