/** Sentences of Evaluate Many Models. */

import { formatWholeNumber } from "./formatting";

export const manyModelsTexts = {
  title: (own: string, general: string) => `Models of groups miss by ${own}, one global model by ${general}`,
  titleAlone: (own: string) => `Models of groups miss by ${own}`,
  forecastTitle: (own: string, general: string) =>
    `The forecast misses by ${own}, repeating the last season by ${general}`,
  forecastTitleAlone: (own: string) => `The forecast misses by ${own}`,
  caption: (metric: string, groups: number, rows: string) =>
    `${metric}, ${groups === 1 ? "" : `${formatWholeNumber(groups)} groups, `}${rows} rows.`,
  cut: (shown: string) => `The ${shown} groups with the largest errors are drawn; the table has all.`,
  find: "Find a group",
  findLabel: "Find a group by its name",
  results: {
    better: "Better than global",
    level: "Level within chance",
    worse: "Worse than global",
    fallback: "No model of its own",
    unknown: "Not compared",
  },
  filter: "Result",
  forecastResults: { better: "Better than naive", worse: "Worse than naive", unknown: "Not compared" },
  histogram: "Error by group",
  histogramCaption: "Groups by their error.",
  histogramLabel: (own: string, general: string) =>
    `How many groups have which error: the models have a median of ${own}${general && `, what they are compared with has ${general}`}.`,
  own: (name: string, value: string) => `${name}, median ${value}`,
  groups: (count: string) => `${count} groups`,
  grid: "A picture of each group; the arrow keys go from one to the next",
  gridCaption: "The last rows of each, on its own scale.",
  legend: { actual: "actual", own: "own model", forecast: "forecast" },
  sort: "Sort by",
  sorts: { error: "Error", lead: "Comparison", rows: "Rows", name: "Name" },
  tile: (group: string, error: string, result: string) => `${group}: error ${error}. ${result}.`,
  none: "No group matches. Clear the search, or choose more results.",
  rank: (place: number, count: number, rows: string) =>
    count === 1
      ? `${rows} rows.`
      : `Rank ${formatWholeNumber(place)} of ${formatWholeNumber(count)} by error. ${rows} rows.`,
  figures: { own: "Own model", forecast: "Forecast", lead: "Ahead by", bias: "Bias" },
  undefined: "undefined",
  scoredBy: "Scored by",
  reason: "Why it has no model",
  lines: (label: string) => `${label}, last rows`,
  linesLabel: (group: string, label: string) => `${label} of ${group}: actual and predicted.`,
  previous: "Previous group",
  next: "Next group",
};
