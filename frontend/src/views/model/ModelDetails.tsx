/** A model: what it was set to, and what it learned as coefficients or importances. */

import { Suspense } from "react";
import type { ModelView } from "../../api/views";
import { later } from "../../later";
import { clusterMessages } from "../../messages/clusters";
import { imagesMessages } from "../../messages/images";
import { modelMessages } from "../../messages/models";
import { resultsMessages as say } from "../../messages/results";
import { count, short } from "../format";
import { Features, Parameters } from "./ModelParts";
import { Weights } from "./Weights";
import "./model.css";

const History = later(() => import("./History"));
const SimilarItems = later(() => import("./SimilarItems"));
const Unsupervised = later(() =>
  import("../clusters/Unsupervised").then((module) => ({ default: module.Unsupervised })),
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
        <p>{summary(view)}</p>
      </header>
      <div className="model-columns">
        {view.details ? (
          <div className="model-learned">
            {view.history && <Learned view={view} />}
            <Suspense fallback={null}>
              <SimilarItems details={view.details} />
            </Suspense>
          </div>
        ) : (
          <Learned view={view} />
        )}
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
        <aside tabIndex={0} aria-label={say.model.about(view.learner)}>
          <Parameters parameters={view.parameters} />
          {view.classes.length > 0 && (
            <section>
              <h3>{say.model.classes}</h3>
              <p className="model-classes">{view.classes.join(", ")}</p>
            </section>
          )}
          {view.features.length > 0 && <Features features={view.features} />}
        </aside>
      </div>
    </div>
  );
}

function summary(view: ModelView): string {
  if (view.kind === "untrained_model" || view.rows === null) {
    if (view.task === "images") return imagesMessages.untrained;
    return view.task === "clustering" || view.task === "anomaly"
      ? clusterMessages.untrained[view.task]
      : say.model.untrained;
  }
  if (view.task === "images") return imagesMessages.trainedOn(count(view.rows), count(view.classes.length));
  if (view.task === "recommendation") return imagesMessages.trainedOnRatings(count(view.rows));
  return say.model.trainedOn(count(view.rows), count(view.features.length), view.label ?? "");
}

function Learned({ view }: { view: ModelView }) {
  if (view.coefficients) {
    const positive = view.task === "two-class" ? view.classes.at(-1) : undefined;
    return (
      <Weights
        title={say.model.coefficients}
        caption={[positive ? say.model.oddsCaption(positive) : say.model.coefficientsCaption, intervals(view)]
          .filter(Boolean)
          .join(". ")}
        groups={view.coefficients.map(({ class: label, intercept, weights }) => ({
          name: label,
          note: say.model.intercept(short(intercept)),
          weights: weights.map(({ feature, weight, interval }) => ({ name: feature, value: weight, interval })),
        }))}
      />
    );
  }
  if (view.importances) {
    const weights = view.importances.map(({ feature, importance }) => ({ name: feature, value: importance }));
    return (
      <Weights
        title={say.model.importances}
        caption={say.model.importancesCaption}
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
  return view.kind === "trained_model" ? <p className="results-message">{say.model.noWeights}</p> : <div />;
}

const intervals = (view: ModelView): string =>
  view.coefficients?.some(({ weights }) => weights.some(({ interval }) => interval))
    ? modelMessages.intervalsCaption
    : "";
