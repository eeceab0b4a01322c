/** What the trials of a search say: their order, what is level with the best, and which gaps are large. */

import type { AutomatedMLView } from "../../../api/artifactViews";

export type TriedCandidate = AutomatedMLView["candidates"][number];

/** A gap between training and folds beyond this share of the metric's scale is worth a look. */
const LARGE_GAP = 0.025;

export const isComplete = (one: TriedCandidate): boolean => one.state === "complete" && one.value !== null;

/** The complete trials, the best first. */
export function rankCandidates(view: AutomatedMLView): TriedCandidate[] {
  const sign = view.better === "higher" ? -1 : 1;
  return view.candidates.filter(isComplete).sort((one, other) => sign * (one.value! - other.value!));
}

/** The best three, then the best of each other learner. */
export function pickShown(ranked: TriedCandidate[]): TriedCandidate[] {
  const first = ranked.slice(0, 3);
  const learners = new Set(first.map(({ learner }) => learner));
  const rest = ranked.slice(3).filter(({ learner }) => !learners.has(learner) && learners.add(learner));
  return [...first, ...rest];
}

/** How far it is behind the best, never below 0. */
export const computeBehind = (view: AutomatedMLView, best: TriedCandidate, one: TriedCandidate): number =>
  view.better === "higher" ? best.value! - one.value! : one.value! - best.value!;

/** Whether the difference is within the interval of the best: chance alone could explain it. */
export const isLevel = (view: AutomatedMLView, best: TriedCandidate, one: TriedCandidate): boolean =>
  best.interval !== null && computeBehind(view, best, one) <= best.interval;

export interface TrainGap {
  gap: number;
  large: boolean;
}

/** How much better it is on rows that it was trained on; errors are compared by their ratio. */
export function computeTrainGap(view: AutomatedMLView, one: TriedCandidate): TrainGap | null {
  if (one.training_value === null || one.value === null) return null;
  const gap = view.better === "higher" ? one.training_value - one.value : one.value - one.training_value;
  const scale = view.better === "higher" ? 1 : Math.max(Math.abs(one.value), Number.EPSILON);
  return { gap, large: gap / scale > (view.better === "higher" ? LARGE_GAP * 2 : 0.5) };
}

export interface SearchStep {
  seconds: number;
  candidate: TriedCandidate;
  isBest: boolean;
}

/** The trials by the second in which they ended, each with whether it was the best until then. */
export function listSteps(view: AutomatedMLView): SearchStep[] {
  let best: number | null = null;
  return view.candidates
    .filter(({ value }) => value !== null)
    .map((candidate) => ({ candidate, seconds: candidate.started + candidate.seconds }))
    .sort((one, other) => one.seconds - other.seconds)
    .map(({ candidate, seconds }) => {
      const value = candidate.value!;
      const better = best === null || (view.better === "higher" ? value > best : value < best);
      const isBest = isComplete(candidate) && better;
      if (isBest) best = value;
      return { seconds, candidate, isBest };
    });
}

/** The y axis: what complete trials reached, and no trial that was stopped far away from them. */
export function listDrawnValues(view: AutomatedMLView): number[] {
  const complete = view.candidates.filter(isComplete).map(({ value }) => value!);
  const [low, high] = [Math.min(...complete), Math.max(...complete)];
  const room = (high - low || Math.abs(high) || 1) * 0.5;
  const others = view.candidates.map(({ value }) => value).filter((value) => value !== null);
  return [...complete, ...others.filter((value) => value >= low - room && value <= high + room)];
}
