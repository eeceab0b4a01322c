/** Why one model does better than another, in English. */

import { capitalize, formatWholeNumber, pluralize } from "./formatting";

export const whyTexts = {
  ahead: (better: string, worse: string) => `${better} does better than ${worse}`,
  aheadIn: (better: string, worse: string, where: string) =>
    `${better} does better than ${worse}, above all where ${where}`,
  level: (first: string, second: string) => `No clear difference between ${first} and ${second} on these rows`,
  otherRows: (first: string, second: string) => `${first} and ${second} were scored on different rows`,
  otherRowsDetail: "Connect scores of the same rows, and their difference gets an interval.",
  good: (model: string, baseline: string) => `${model} is better than ${baseline}`,
  notGood: (model: string, baseline: string) => `${model} is not clearly better than ${baseline}`,
  lead: (name: string, lead: string, metric: string, rows: number) =>
    `${name} is ahead by ${lead} in ${metric} on the same ${pluralize(rows, "row")}`,
  interval: (low: string, high: string) => `${low} to ${high}`,
  value: (metric: string, value: string, low: string, high: string, rows: number) =>
    `${metric} ${value} (95 % interval ${low} to ${high}) on ${pluralize(rows, "row")}.`,
  against: (baseline: string, value: string) => `${capitalize(baseline)} reaches ${value}.`,
  baselines: {
    guessing: () => "guessing",
    most_common: (predicted: string) => `always predicting ${predicted}`,
    mean: (predicted: string) => `always predicting the mean, ${predicted}`,
  },
  values: { title: "Against the baseline", caption: (metric: string) => `${metric} with 95 % intervals` },
  difference: {
    title: "Difference on the same rows",
    none: "no difference",
    better: (model: string) => `${model} better`,
  },
  slices: {
    title: "Slices where they differ most",
    alone: "Slices where it does worst",
    caption: (shown: number, searched: number, smallest: number) =>
      `${formatWholeNumber(shown)} of ${formatWholeNumber(searched)}, each with at least ${smallest} rows in the half where it was found. Rows and figures are of the other half.`,
    none: "No slice stands out.",
    few: (smallest: number) => `Slices need at least ${formatWholeNumber(4 * smallest)} rows.`,
    slice: "Slice",
    rows: "Rows",
    positive: (label: string) => `Share ${label}`,
    mean: (label: string) => `Mean ${label}`,
    difference: "Difference",
    fromAll: "Against all rows",
    all: "All rows",
    chance: "may be chance",
    show: (slice: string) => `Show the rows where ${slice}`,
  },
  is: (column: string, value: string) => `${column} is ${value}`,
  between: (column: string, low: string, high: string) => `${column} is ${low} to ${high}`,
  missing: (column: string) => `${column} is missing`,
  and: " and ",
  features: {
    title: "What each relies on",
    importances: "Importance: the share of what the trees gain by a column",
    coefficients: "Weight: the change of the prediction per standard deviation, or per category",
    none: "This model does not say what it relies on.",
    loading: "Looking at the models",
    wait: "The models of this run are not at hand. Run the design again to see what they rely on.",
  },
  method: (resamples: number, sampled: number | null) =>
    `Intervals hold in 95 % of ${formatWholeNumber(resamples)} bootstrap samples, which draw the same rows for all models (seed 0)${
      sampled === null ? "" : ` from ${formatWholeNumber(sampled)} of the rows, drawn at random`
    }. Those of slices are wide enough to hold together.`,
};
