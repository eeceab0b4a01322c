/** The complete trials of one learner as the trials of a tuning, so that both are drawn alike. */

import type { AutomatedMLView, TuningTrialsView } from "../../../api/artifactViews";
import { isComplete, rankCandidates } from "./candidateRanking";

export type SearchedLearner = NonNullable<AutomatedMLView["learners"]>[number];

/** What to compare takes at least so many trials. */
const FEWEST_LINES = 2;

/** The learners with enough complete trials, the most tried first. */
export function listComparable(shown: AutomatedMLView): SearchedLearner[] {
  const count = (learner: SearchedLearner) => listTrials(shown, learner).length;
  return (shown.learners ?? [])
    .filter((learner) => count(learner) >= FEWEST_LINES)
    .sort((one, other) => count(other) - count(one));
}

const listTrials = (shown: AutomatedMLView, learner: SearchedLearner) =>
  shown.candidates.filter((one) => isComplete(one) && one.node.module === learner.module);

/** The trials of a learner; only settings that differ among them are axes. */
export function buildTrials(shown: AutomatedMLView, learner: SearchedLearner): TuningTrialsView {
  const trials = listTrials(shown, learner);
  const varied = learner.settings.filter(
    ({ name }) => new Set(trials.map(({ node }) => String(node.parameters?.[name] ?? ""))).size > 1,
  );
  const best = rankCandidates(shown).find(({ node }) => node.module === learner.module);
  return {
    kind: "trials",
    learner: learner.title,
    metric: shown.metric,
    better: shown.better,
    folds: shown.folds,
    usual: false,
    best: best?.number ?? 0,
    count: trials.length,
    parameters: varied.map(({ title, scale }) => ({ title, scale })),
    trials: trials.map(({ number, node, value }) => ({
      number,
      state: "Complete" as const,
      values: varied.map(({ name }) => readCell(node.parameters?.[name])),
      value,
      deviation: null,
    })),
  };
}

const readCell = (value: unknown): string | number | boolean | null =>
  typeof value === "number" || typeof value === "boolean" || typeof value === "string" ? value : null;

/** The settings of a learner by how much they moved the metric; empty where its trials are too few to say. */
export const rankSettings = (learner: SearchedLearner) =>
  learner.settings
    .flatMap(({ title, importance }) => (importance == null ? [] : [{ title, importance }]))
    .sort((one, other) => other.importance - one.importance);
