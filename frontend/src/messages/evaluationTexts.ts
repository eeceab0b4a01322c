/** The sentences of evaluations, in English. */

interface CurveTexts {
  name: string;
  note: string;
}

const formatRowCount = (rows: string): string => (rows === "1" ? "row" : "rows");

export const evaluationTexts = {
  empty: "Nothing was evaluated",
  legend: "Model for the threshold and the confusion matrix",
  lessIsBetter: "lower is better",
  at: (threshold: string) => `at ${threshold}`,
  ranking: (name: string, how: string) => `${name} ranks the rows ${how}`,
  rankingWords: {
    very: "very well",
    well: "well",
    fairly: "fairly well",
    weakly: "weakly",
    guessing: "hardly better than guessing",
  },
  ranksBetter: (better: string, worse: string) => `${better} ranks better than ${worse}`,
  rankAlike: (first: string, second: string) => `${first} and ${second} rank about equally well`,
  oneClass: (name: string) => `${name} was scored on rows of one class only`,
  noArea: (rows: string) => `There is no ROC area, on the ${rows} rows that were scored.`,
  area: (area: string, rows: string) => `Area under the ROC curve ${area}, on the ${rows} rows that were scored.`,
  areas: (first: string, second: string, rows: string) =>
    `Area under the ROC curve ${first} against ${second}, ${rows}.`,
  scored: (rows: string) => `on the ${rows} rows that were scored`,
  scoredApart: (first: string, second: string) => `on ${first} and ${second} scored rows, which differ`,
  positives: (rows: string, label: string) => `${rows} of them are ${label}.`,
  range: (label: string, low: string, high: string) => `True ${label} runs from ${low} to ${high}.`,
  missesLess: (better: string, worse: string) => `${better} misses by less than ${worse}`,
  missAlike: (first: string, second: string) => `${first} and ${second} miss by about as much`,
  errors: (first: string, second: string, rows: string) =>
    `Root mean squared error ${first} against ${second}, ${rows}.`,
  explains: (name: string, share: string, label: string) => `${name} explains ${share} of the variance of ${label}`,
  worseThanMean: (name: string, label: string) => `${name} does worse than always predicting the mean ${label}`,
  typicalMiss: (error: string, rows: string) =>
    `It misses by ${error} on average, on the ${rows} rows that were scored.`,
  right: (name: string, share: string | null, rows: string) =>
    `${name} is right about ${share === null ? `all ${rows}` : `${share} of the ${rows}`} scored rows`,
  commonest: (share: string) => `Always predicting the most common class would be right about ${share}.`,
  rightMoreOften: (better: string, worse: string) => `${better} is right more often than ${worse}`,
  rightAlike: (first: string, second: string) => `${first} and ${second} are right about equally often`,
  accuracies: (first: string, second: string, rows: string) => `Accuracy ${first} against ${second}, ${rows}.`,
  optimistic:
    "A threshold looks better on the rows it was chosen on than on new rows. Choose it on rows other than those you report.",
  roc: {
    title: "ROC",
    caption: (label: string) => `Share of ${label} found, against false alarms`,
    x: "False positive rate",
  },
  rocDot: (threshold: string, found: string, alarms: string) =>
    `at ${threshold}: ${found} found, ${alarms} false alarms`,
  areaNote: (area: string | null) => (area === null ? "no area" : `area ${area}`),
  curveLabel: (title: string, curves: CurveTexts[]) =>
    `${title}: ${curves.map((curve) => [curve.name, curve.note].filter(Boolean).join(", ")).join("; ")}. The tab Numbers has the values.`,
  curve: "Curve",
  precisionRecall: {
    title: "Precision and recall",
    short: "Precision",
    caption: (label: string) => `Share of predictions that are right, against share of ${label} found`,
    x: "Recall",
  },
  lift: {
    title: "Lift",
    short: "Lift",
    caption: (label: string) => `How many times more ${label} than among all rows`,
    x: "Share of rows selected, highest scores first",
  },
  gain: {
    title: "Gain",
    short: "Gain",
    caption: (label: string) => `Share of ${label} found, against share of rows selected`,
    x: "Share of rows selected, highest scores first",
  },
  averagePrecision: (value: string | null) => (value === null ? "no average precision" : `average precision ${value}`),
  guessing: (level: string) => `guessing: ${level}`,
  calibration: {
    title: "Calibration",
    caption: (label: string) => `Observed share of ${label}. Larger dots have more rows`,
    x: "Predicted probability",
  },
  noProbabilities: "These scores are not probabilities: only their order counts",
  calibrationBin: (predicted: string, observed: string, rows: string) =>
    `predicted ${predicted}, observed ${observed}, ${rows} ${formatRowCount(rows)}`,
  brier: (value: string) => `Brier ${value}`,
  threshold: "Threshold",
  thresholdHelp: "Drag it. Each side has its own square-root scale.",
  bestF1: "Best F1",
  actualClass: (label: string) => `actual ${label}`,
  predictedClass: (label: string) => `predicted ${label}`,
  confusion: {
    title: "Confusion matrix",
    predicted: (label: string) => `predicted ${label}`,
    actual: (label: string) => `actual ${label}`,
    truePositive: (share: string) => `${share} found`,
    falseNegative: (share: string) => `${share} missed`,
    falsePositive: (share: string) => `${share} false alarm`,
    trueNegative: (share: string) => `${share} right`,
  },
  matrix: { corner: "actual \u2193  predicted \u2192", rows: "rows" },
  perClass: { title: "By class", class: "Class", precision: "Precision", recall: "Recall", f1: "F1", rows: "Rows" },
  predicted: {
    title: "Predicted against true",
    caption: "A dot on the line is a perfect prediction",
    sampled: (shown: string, all: string) => `${shown} of ${all} rows, drawn at random`,
    label: (rows: string, label: string) =>
      `Predicted against true ${label} for ${rows} rows. The tab Numbers has the errors.`,
    x: (label: string) => `True ${label}`,
    diagonal: "perfect",
  },
  residuals: {
    title: "Residuals",
    caption: (name: string) => `${name}: true minus predicted, rows per bin`,
    label: (rows: string, low: string, high: string) =>
      `Histogram of the residuals of ${rows} rows, from ${low} to ${high}.`,
    x: (label: string) => `True minus predicted ${label}`,
    bin: (low: string, high: string, rows: string) => `${low} to ${high}: ${rows} ${formatRowCount(rows)}`,
  },
  numbers: {
    caption: "All metrics",
    metric: "Metric",
    thresholds: (name: string) => `${name}, by threshold`,
    threshold: "Threshold",
    called: "Predicted",
    found: "Found",
    precision: "Precision",
    recall: "Recall",
    f1: "F1",
    accuracy: "Accuracy",
    none: "none predicted",
  },
};
