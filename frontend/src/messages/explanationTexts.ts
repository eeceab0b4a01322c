/** Explained predictions, in English. */

import { formatWholeNumber, pluralize } from "./formatting";

export const explanationTexts = {
  title: (column: string, learner: string) => `${column} moves the predictions of ${learner} most`,
  nothing: (learner: string) => `No column moves the predictions of ${learner}`,
  units: {
    label: (label: string) => label,
    "log of label": (label: string) => `the logarithm of ${label}`,
    probability: (label: string) => `the probability of ${label}`,
    "log-odds": (label: string) => `the log-odds of ${label}`,
    "class score": (label: string) => `the score of ${label}`,
  },
  predictedClass: "the predicted class",
  sums: (unit: string) => `Contributions add up to ${unit}.`,
  methods: {
    trees: () => "They are exact SHAP values, by the training rows in the trees.",
    linear: (usual: number) => `They are exact SHAP values against the mean of ${pluralize(usual, "training row")}.`,
    sampled: (usual: number) =>
      `They are SHAP values sampled by mixing each row with ${pluralize(usual, "training row")}.`,
  },
  rows: (explained: number, all: number) =>
    explained === all
      ? `All ${pluralize(all, "row")} are explained.`
      : `${formatWholeNumber(explained)} of ${pluralize(all, "row")} are explained.`,
  relies: "What it relies on",
  reliesCaption: (choosable: boolean) =>
    `Mean size of the contribution, with 95 % intervals.${choosable ? " Choose a column to see it by its value." : ""}`,
  others: (count: number) => `${pluralize(count, "other column")}`,
  adds: (column: string) => `What ${column} adds, by its value`,
  addsCaption: "Each dot is a row. Choose one to see why.",
  addsChart: (column: string, rows: number) => `What ${column} adds to the prediction of ${pluralize(rows, "row")}`,
  missing: "missing",
  together: "What works together",
  togetherCaption: (rows: number) => `Mean interaction, measured on ${pluralize(rows, "row")}`,
  and: (first: string, second: string) => `${first} and ${second}`,
  why: (row: number) => `Why this one: row ${formatWholeNumber(row)}`,
  really: (label: string) => `actual: ${label}`,
  predictedFor: (label: string, value: string) => `${label}: ${value}`,
  average: "Average prediction",
  prediction: "Prediction",
  all: (rows: number) => `All ${formatWholeNumber(rows)}`,
  wrong: (rows: number) => `Wrong ${formatWholeNumber(rows)}`,
  farthest: (rows: number) => `Farthest off ${formatWholeNumber(rows)}`,
  rowsShown: "Rows",
  previous: "Previous row",
  next: "Next row",
  place: (place: number, count: number) => `${formatWholeNumber(place)} of ${formatWholeNumber(count)}`,
  waterfall: (row: number, from: string, to: string) =>
    `From the average prediction ${from} to the prediction ${to} of row ${row}, column by column`,
  notCause: "Contributions say what the model relies on, not what causes the label.",
};
