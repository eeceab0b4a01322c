/** Several evaluations as one, with the models of all. */

import type { EvaluationView, View } from "../../api/views";
import { versionMessages } from "../../messages/versions";

const say = versionMessages.compare;

type Views = readonly (View | null | undefined)[];

/** One evaluation with the models of all, each named after where it is from; null until all are there, or where they do not fit. */
export function joined(views: Views, names: readonly string[]): EvaluationView | null {
  const first = views[0];
  if (first?.kind !== "evaluation" || !views.every((view) => isLike(first, view))) return null;
  const models = views.flatMap((view, at) =>
    view.models.map((model) => ({ ...model, name: say.model(names[at]!, model.name, view.models.length === 1) })),
  );
  return { ...first, models };
}

/** The same, with the models of the first under their own names, and of the others only those that came out differently. */
export function comparedWith(views: Views, names: readonly string[]): EvaluationView | null {
  const all = joined(views, names);
  const own = views[0]?.kind === "evaluation" ? views[0].models : [];
  if (!all || own.length < 2) return all;
  const others = all.models.slice(own.length).filter((model) => !own.some((one) => sameNumbers(one, model)));
  return { ...all, models: [...own, ...(others.length > 0 ? others : all.models.slice(own.length))] };
}

type Model = EvaluationView["models"][number];
const sameNumbers = (one: Model, other: Model): boolean =>
  JSON.stringify(one.metrics) === JSON.stringify(other.metrics);

const isLike = (first: EvaluationView, view: Views[number]): view is EvaluationView =>
  view?.kind === "evaluation" && view.task === first.task;
