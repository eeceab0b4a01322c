/** Sentences of the views of models: trees, effects, intervals; and of the evaluation of quantiles. */

const formatLimitedList = (names: string[], most: number): string =>
  names.length > most ? `${names.slice(0, most).join(", ")} and ${names.length - most} more` : names.join(", ");

export const modelKindTexts = {
  intervalsCaption: "Thin lines are 95 % confidence intervals, where the data determine a weight.",
  interval: (low: string, high: string) => `95 % confidence interval ${low} to ${high}`,
  tree: {
    title: (learner: string) => `How ${learner} decides`,
    size: (depth: number, leaves: string) => `At most ${depth} questions deep, ${leaves} leaves.`,
    forest: (count: string) => `One of ${count} trees, whose predictions are averaged.`,
    hidden: (count: string) => `${count} nodes further down are not drawn.`,
    which: "Tree to draw",
    tree: (number: number) => `Tree ${number}`,
    form: "Form",
    drawing: "Drawing",
    list: "List",
    zoomIn: "Larger",
    zoomOut: "Smaller",
    expand: "Expand all",
    collapse: "Collapse all",
    yes: "yes",
    no: "no",
    atMost: (feature: string, value: string) => `${feature} ≤ ${value}`,
    above: (feature: string, value: string) => `${feature} > ${value}`,
    isThere: (feature: string) => `${feature} is not missing`,
    isMissing: (feature: string) => `${feature} is missing`,
    isOne: (feature: string, levels: string[]) =>
      `${feature} is ${levels.length > 0 ? formatLimitedList(levels, 3) : "missing"}`,
    rows: (rows: string) => `${rows} rows`,
    row: "1 row",
    all: "All rows",
    share: (name: string, share: string) => `${share} ${name}`,
    mean: (value: string) => `mean ${value}`,
    open: (question: string) => `Expand ${question}`,
    close: (question: string) => `Collapse ${question}`,
    showRows: "Show these rows",
    showRowsHelp:
      "Shows the rows that the model was trained on and that come to this node. Rows with a missing value in one of the columns are left out.",
    deeper: "continues further down",
    missing: (way: string) => `missing values: ${way}`,
    label: (nodes: number) => `Tree of ${nodes} drawn nodes`,
  },
  effects: {
    title: (label: string) => `Effect of each column on ${label}`,
    caption:
      "The mean prediction when all rows of a sample take one value of the column and keep their other values. " +
      "Columns with the largest effect come first; all share one scale.",
    probability: (name: string) => `probability of ${name}`,
    prediction: (label: string) => `predicted ${label}`,
    quantile: (name: string) => `quantile ${name}`,
  },
  quantiles: {
    title: (share: string, learner: string) => `${share} of the rows lie in the range that ${learner} predicts`,
    expected: (share: string, low: string, high: string) =>
      `It should be ${share}, from the ${low} to the ${high} quantile.`,
    width: (width: string, rows: string) => `The range is ${width} wide on average, on ${rows} rows that were scored.`,
  },
};
