/** A model: what it was set to, and what it learned as coefficients or importances. */

import { lazy, Suspense } from "react";
import type { ModelView } from "../../api/types";
import type { Json } from "../../graph/types";
import { imagesMessages } from "../../messages/images";
import { resultsMessages as say } from "../../messages/results";
import { count, short, TYPE_GLYPHS } from "../format";
import { Weights } from "./Weights";
import "./model.css";

const History = lazy(() => import("./History"));

export function ModelDetails({ view }: { view: ModelView }) {
  return (
    <div className="model">
      <header>
        <h2>{view.learner}</h2>
        <p>{summary(view)}</p>
      </header>
      <div className="model-columns">
        <Learned view={view} />
        <aside>
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
    return view.task === "images" ? imagesMessages.untrained : say.model.untrained;
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
        caption={positive ? say.model.oddsCaption(positive) : say.model.coefficientsCaption}
        groups={view.coefficients.map(({ class: label, intercept, weights }) => ({
          name: label,
          note: say.model.intercept(short(intercept)),
          weights: weights.map(({ feature, weight }) => ({ name: feature, value: weight })),
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

function Parameters({ parameters }: { parameters: ModelView["parameters"] }) {
  return (
    <section>
      <h3>{say.model.parameters}</h3>
      <dl className="model-parameters">
        {parameters.map(({ name, value }) => (
          <div key={name}>
            <dt>{name.replace(/_/g, " ")}</dt>
            <dd>{plain(value)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function plain(value: Json): string {
  if (typeof value === "number") return short(value);
  if (value === null) return "–";
  if (typeof value === "boolean") return value ? say.inspector.yes.toLowerCase() : say.inspector.no.toLowerCase();
  return typeof value === "object" ? JSON.stringify(value) : value;
}

function Features({ features }: { features: ModelView["features"] }) {
  return (
    <section>
      <h3>{say.model.features}</h3>
      <ul className="model-features">
        {features.slice(0, 200).map((column) => (
          <li key={column.name}>
            <span className="type-glyph">{TYPE_GLYPHS[column.type]}</span> {column.name}
          </li>
        ))}
        {features.length > 200 && <li>{say.inspector.data.more(count(features.length - 200))}</li>}
      </ul>
    </section>
  );
}
