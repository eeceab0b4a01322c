/** A model: what it was set to, and what it learned as coefficients or importances. */

import { Suspense } from "react";
import type { ModelView } from "../../../api/artifactViews";
import { formatCount, formatShort } from "../../../lib/format";
import { lazyWithRetry } from "../../../lib/lazy";
import { clusterTexts } from "../../../messages/clusterTexts";
import { imageTexts } from "../../../messages/imageTexts";
import { modelKindTexts } from "../../../messages/modelKindTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import { FeatureWeights } from "./FeatureWeights";
import { ModelFeatures, ModelParameters, ModelPreprocessing } from "./ModelParts";
import "./modelDetails.css";

const History = lazyWithRetry(() => import("./TrainingHistoryView"));
const SimilarItems = lazyWithRetry(() => import("./SimilarItems"));
const Unsupervised = lazyWithRetry(() =>
  import("../clusters/Unsupervised").then((module) => ({ default: module.UnsupervisedModel })),
);

export function ModelDetails({ view }: { view: ModelView }) {
  if (view.details && view.details.kind !== "similar_items") {
    return (
      <Suspense fallback={null}>
        <Unsupervised view={view} details={view.details} />
      </Suspense>
    );
  }
  return (
    <div className="model">
      <header>
        <h2>{view.learner}</h2>
        <p>{summarizeModel(view)}</p>
      </header>
      <div className="model-columns">
        {view.details ? (
          <div className="model-learned">
            {view.history && <LearnedModel view={view} />}
            <Suspense fallback={null}>
              <SimilarItems details={view.details} />
            </Suspense>
          </div>
        ) : (
          <LearnedModel view={view} />
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <aside tabIndex={0} aria-label={texts.model.about(view.learner)}>
          <ModelParameters parameters={view.parameters} />
          {view.preprocessing && <ModelPreprocessing steps={view.preprocessing} />}
          {view.classes.length > 0 && (
            <section>
              <h3>{texts.model.classes}</h3>
              <p className="model-classes">{view.classes.join(", ")}</p>
            </section>
          )}
          {view.features.length > 0 && <ModelFeatures features={view.features} />}
        </aside>
      </div>
    </div>
  );
}

function summarizeModel(view: ModelView): string {
  if (view.kind === "untrained_model" || view.rows === null) {
    if (view.task === "images") return imageTexts.untrained;
    return view.task === "clustering" || view.task === "anomaly"
      ? clusterTexts.untrained[view.task]
      : texts.model.untrained;
  }
  if (view.task === "images") return imageTexts.trainedOn(formatCount(view.rows), formatCount(view.classes.length));
  if (view.task === "recommendation") return imageTexts.trainedOnRatings(formatCount(view.rows));
  return texts.model.trainedOn(formatCount(view.rows), formatCount(view.features.length), view.label ?? "");
}

function LearnedModel({ view }: { view: ModelView }) {
  if (view.coefficients) {
    const positive = view.task === "two-class" ? view.classes.at(-1) : undefined;
    return (
      <FeatureWeights
        title={texts.model.coefficients}
        caption={[
          positive ? texts.model.oddsCaption(positive) : texts.model.coefficientsCaption,
          getIntervalsCaption(view),
        ]
          .filter(Boolean)
          .join(". ")}
        groups={view.coefficients.map(({ class: label, intercept, weights }) => ({
          name: label,
          note: texts.model.intercept(formatShort(intercept)),
          weights: weights.map(({ feature, weight, interval }) => ({ name: feature, value: weight, interval })),
        }))}
      />
    );
  }
  if (view.importances) {
    const weights = view.importances.map(({ feature, importance }) => ({ name: feature, value: importance }));
    return (
      <FeatureWeights
        title={texts.model.importances}
        caption={texts.model.importancesCaption}
        groups={[{ name: null, note: "", weights }]}
      />
    );
  }
  if (view.history) {
    return (
      <Suspense fallback={null}>
        <History history={view.history} />
      </Suspense>
    );
  }
  return view.kind === "trained_model" ? <p className="results-message">{texts.model.noWeights}</p> : <div />;
}

const getIntervalsCaption = (view: ModelView): string =>
  view.coefficients?.some(({ weights }) => weights.some(({ interval }) => interval))
    ? modelKindTexts.intervalsCaption
    : "";
