/** Sentences of a search by Automated ML while it runs. */

import { pluralize } from "./formatting";

export const liveSearchTexts = {
  begins: "The first trial is under way.",
  keepBest: "Stop and keep the best",
  pause: "Pause",
  resume: "Resume",
  extend: (minutes: number) => `Add ${minutes} min`,
  extended: (minutes: string) => `${minutes} min added.`,
  paused: "While paused, the time limit stands still.",
  leaders: "Best of each learner",
  trials: (count: number) => pluralize(count, "trial"),
  chart: "Complete trials, and the best so far",
  chartLabel: (trials: number) =>
    `The metric of ${pluralize(trials, "complete trial")} in their order, with the best so far.`,
};
