/** Sentences of a search by Automated ML while it runs. */

export const liveSearchTexts = {
  begins: "The first trial is under way.",
  keepBest: "Stop and keep the best",
  pause: "Pause",
  resume: "Resume",
  extend: (minutes: number) => `Add ${minutes} min`,
  extended: (minutes: string) => `${minutes} min added.`,
  paused: "Paused. Its time stands still.",
  leaders: "Best of each learner",
  trials: (count: number) => (count === 1 ? "1 trial" : `${count} trials`),
  chart: "Complete trials",
  chartLabel: (trials: number) => `The metric of ${trials} complete trials in their order, with the best so far.`,
};
