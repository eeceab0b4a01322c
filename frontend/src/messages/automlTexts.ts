/** Sentences of a search by Automated ML. */

export const automlTexts = {
  final: (metric: string, value: string, rows: string) =>
    `${metric} ${value} on ${rows} rows that the search never used`,
  finalInterval: (low: string, high: string) => `Between ${low} and ${high} with 95 % confidence.`,
  folds: (learner: string, metric: string, value: string, folds: number) =>
    `The best candidate, ${learner}, reached ${metric} ${value} in ${folds} folds.`,
  rows: (search: string, heldOut: string) => `${search} rows were searched on, ${heldOut} held out before it began.`,
  unlabeled: (rows: string) => `${rows} rows without a label were left out.`,
  ended: (trials: number, stopped: number, failed: number, time: string) => {
    const others = [stopped > 0 && `${stopped} stopped early`, failed > 0 && `${failed} failed`].filter(Boolean);
    const tried = `${trials} ${trials === 1 ? "trial" : "trials"} in ${time}`;
    return others.length > 0 ? `${tried}, of which ${others.join(" and ")}.` : `${tried}.`;
  },
  progress: "Best so far",
  progressCaption: (metric: string, folds: number) => `${metric}, mean of ${folds} folds, by seconds since the start.`,
  progressLabel: (metric: string, trials: number) => `${metric} of ${trials} trials over time, with the best so far.`,
  seconds: "seconds",
  legend: { best: "new best", complete: "complete", stopped: "stopped early" },
  leaderboard: "Leaderboard",
  leaderboardCaption: (complete: number, level: number) =>
    level > 1
      ? `${complete} complete trials; ${level} are level with the best: chance alone could explain the difference.`
      : `${complete} complete trials. Open any of them as a design.`,
  short: "The best 3, then the best of each other learner.",
  showAll: (count: number) => `Show all ${count}`,
  showFew: "Show fewer",
  head: {
    learner: "Learner",
    interval: "Interval",
    behind: "Behind",
    gap: "Train gap",
    time: "Time",
    size: "Size",
    tools: "Open",
  },
  ensemble: (members: number) => `Ensemble of ${members}`,
  ensembleHint: "Its weights were chosen on these folds, so this is slightly optimistic.",
  weight: (share: string) => `${share} of the ensemble`,
  best: "best",
  level: "level",
  gapHint: "Much better on its training rows than on the folds: it may have learned them by heart.",
  open: "Open as design",
  choices: "What the choices did",
  choicesOf: "Learner",
  choicesFew: "Too few trials to compare learners. Here are the settings of one.",
  choicesBetween: (share: string, metric: string) =>
    `The choice of the learner explains ${share} of the differences in ${metric} between complete trials.`,
  importance: "Importance of each setting",
  importanceCaption: (metric: string) => `Share of the differences in ${metric} that it explains.`,
  importanceFew: "Too few complete trials of this learner to say: it takes six.",
  columns: "Columns",
  columnsCaption: (used: number, all: number) =>
    used === all
      ? `All ${all} are used.`
      : `${used} of ${all} are used. To use the others, choose them in "Columns to keep".`,
  leak: "leak",
  used: "used",
  leftOut: "left out",
};
