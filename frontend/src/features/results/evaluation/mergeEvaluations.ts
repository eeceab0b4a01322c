/** Several evaluations as one, with the models of all. */

import type { ArtifactView, EvaluationView } from "../../../api/artifactViews";
import { versionTexts } from "../../../messages/versionTexts";

const texts = versionTexts.compare;

type EvaluationViews = readonly (ArtifactView | null | undefined)[];

/** One evaluation with the models of all, each named after where it is from; null until all are there, or where they do not fit. */
export function mergeEvaluations(views: EvaluationViews, names: readonly string[]): EvaluationView | null {
  const first = views[0];
  if (first?.kind !== "evaluation" || !views.every((view) => isComparableEvaluation(first, view))) return null;
  const models = views.flatMap((view, at) =>
    view.models.map((model) => ({ ...model, name: texts.model(names[at]!, model.name, view.models.length === 1) })),
  );
  // Why one model does better was asked of the models of one run only.
  return { kind: first.kind, task: first.task, models };
}

/** The same, with the models of the first under their own names, and of the others only those that came out differently. */
export function mergeForComparison(views: EvaluationViews, names: readonly string[]): EvaluationView | null {
  const all = mergeEvaluations(views, names);
  const own = views[0]?.kind === "evaluation" ? views[0].models : [];
  if (!all || own.length < 2) return all;
  const others = all.models.slice(own.length).filter((model) => !own.some((one) => hasSameMetrics(one, model)));
  return { ...all, models: [...own, ...(others.length > 0 ? others : all.models.slice(own.length))] };
}

export interface MergedEvaluation {
  view: EvaluationView;
  /** The place of a model of the first evaluation, and of the one that it became; both undefined where nothing changed. */
  start: number | undefined;
  against: number | undefined;
}

/** All models of the first evaluation, and of the others those that came out differently: what they became is compared. */
export function mergeChangedModels(views: EvaluationViews, names: readonly string[]): MergedEvaluation | null {
  const all = mergeEvaluations(views, names);
  const [first, ...others] = views.map((view) => (view?.kind === "evaluation" ? view.models : []));
  if (!all || !first) return null;
  const later = others.flatMap((models) =>
    models.map((model, at) => ({ model, before: findFormer(first, model, at) })),
  );
  const changed = later.map(({ model, before }) => before === -1 || !hasSameMetrics(first[before]!, model));
  const moved = later.filter((_, at) => changed[at]);
  const models = [
    ...all.models.slice(0, first.length),
    ...all.models.slice(first.length).filter((_, at) => changed[at]),
  ];
  const start = moved[0] && moved[0].before !== -1 ? moved[0].before : undefined;
  return { view: { ...all, models }, start, against: moved.length > 0 ? first.length : undefined };
}

/** The model of the first evaluation of the same name, else that in the same place; -1 where there is none. */
function findFormer(first: readonly MergedModel[], { name }: MergedModel, at: number): number {
  const same = first.findIndex((one) => one.name === name);
  return same === -1 && at < first.length ? at : same;
}

type MergedModel = EvaluationView["models"][number];
const hasSameMetrics = (one: MergedModel, other: MergedModel): boolean =>
  JSON.stringify(one.metrics) === JSON.stringify(other.metrics);

const isComparableEvaluation = (first: EvaluationView, view: EvaluationViews[number]): view is EvaluationView =>
  view?.kind === "evaluation" && view.task === first.task;
