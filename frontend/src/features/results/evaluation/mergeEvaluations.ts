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

type MergedModel = EvaluationView["models"][number];
const hasSameMetrics = (one: MergedModel, other: MergedModel): boolean =>
  JSON.stringify(one.metrics) === JSON.stringify(other.metrics);

const isComparableEvaluation = (first: EvaluationView, view: EvaluationViews[number]): view is EvaluationView =>
  view?.kind === "evaluation" && view.task === first.task;
