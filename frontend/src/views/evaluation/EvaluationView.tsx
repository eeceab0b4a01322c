/** The result of Evaluate Model: what was found, in a sentence, and the charts behind it. */

import { lazy, Suspense, useState } from "react";
import type { EvaluationView as Evaluation } from "../../api/types";
import { resultsMessages as say } from "../../messages/results";
import { seriesColor } from "../charts/marks";
import { isClustering, isMulticlass, isQuantiles, isRegression, isTwoClass } from "../metrics";
import { headline } from "./headline";
import { Multiclass } from "./Multiclass";
import { NumbersTable } from "./NumbersTable";
import { Quantiles } from "./Quantiles";
import { Regression } from "./Regression";
import { TwoClass } from "./TwoClass";
import "./evaluation.css";

const Clustering = lazy(() => import("../clusters/Clustering").then((module) => ({ default: module.Clustering })));

/** One model, and the details that its charts are drawn from. */
export interface Judged<Details> {
  name: string;
  metrics: Record<string, number>;
  details: Details;
}

/** The models whose details are of one kind, each with its place among all of them, which decides its colour. */
export interface Charts<Details> {
  models: Judged<Details>[];
  /** The model that single-model charts show. */
  focus: number;
}

export function EvaluationCharts({ view }: { view: Evaluation }) {
  const [focus, setFocus] = useState(0);
  const shown = Math.min(focus, view.models.length - 1);
  return (
    <article className="evaluation">
      <header className="evaluation-head">
        <div>
          <h2>{headline(view).title}</h2>
          <p>{headline(view).detail}</p>
        </div>
        {view.models.length > 1 && (
          <Legend names={view.models.map((model) => model.name)} focus={shown} onFocus={setFocus} />
        )}
      </header>
      <Details view={view} focus={shown} />
    </article>
  );
}

function Details({ view, focus }: { view: Evaluation; focus: number }) {
  const details = view.models[0]?.details;
  if (details && isTwoClass(details)) return <TwoClass models={of(view, isTwoClass)} focus={focus} />;
  if (details && isMulticlass(details)) return <Multiclass models={of(view, isMulticlass)} focus={focus} />;
  if (details && isRegression(details)) return <Regression models={of(view, isRegression)} focus={focus} />;
  if (details && isQuantiles(details)) return <Quantiles models={of(view, isQuantiles)} focus={focus} />;
  if (details && isClustering(details)) {
    return (
      <Suspense fallback={null}>
        <Clustering models={of(view, isClustering)} focus={focus} />
      </Suspense>
    );
  }
  return <NumbersTable view={view} />;
}

type AnyDetails = Evaluation["models"][number]["details"];

function of<Kind extends AnyDetails>(view: Evaluation, kind: (details: AnyDetails) => details is Kind): Judged<Kind>[] {
  return view.models.flatMap(({ details, ...model }) => (kind(details) ? [{ ...model, details }] : []));
}

interface LegendProps {
  names: string[];
  focus: number;
  onFocus: (index: number) => void;
}

/** Which colour is which model; choosing one shows its threshold, matrix and residuals. */
function Legend({ names, focus, onFocus }: LegendProps) {
  return (
    <div className="evaluation-legend" role="radiogroup" aria-label={say.evaluation.legend}>
      {names.map((name, index) => (
        <button
          key={`${index} ${name}`}
          type="button"
          role="radio"
          aria-checked={index === focus}
          onClick={() => onFocus(index)}
        >
          <svg width={12} height={12} aria-hidden="true">
            <circle cx={6} cy={6} r={5} fill={seriesColor(index)} />
          </svg>
          {name}
        </button>
      ))}
    </div>
  );
}
