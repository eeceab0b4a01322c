/** Predicting a column of a table: the dialog that makes a first design of it. */

import { pluralize } from "./formatting";

const taskNames = {
  regression: "A number (regression)",
  "two-class": "One of two classes",
  multiclass: "One of several classes",
};

const exclusionReasons: Record<string, string> = {
  constant: "constant",
  identifier: "looks like an ID",
  "raw text": "free text",
  "target leak": "reveals the target",
  "known in time": "may be known too late",
  empty: "no values",
  date: "a date",
  other: "no plain values",
};

export const predictTexts = {
  action: "Predict a column",
  offer: (name: string) => `${name} was added. Predict one of its columns?`,
  title: (name: string) => `Predict a column of ${name}`,
  what: {
    quick:
      "A first design: rows held out for testing, missing values filled, two models side by side, and their evaluation.",
    thorough: "A search for the best model: many learners and settings, an ensemble, and a figure on rows never used.",
    forecast:
      "A first design: regular times, the method that forecasts each series best, and its errors on the newest rows.",
  },
  effort: "How",
  efforts: { quick: "Quick", thorough: "Thorough", forecast: "Forecast" },
  effortHelp: {
    quick: "Two models, in seconds.",
    thorough: "Automated ML, for two minutes. You can stop it sooner and keep the best.",
    forecast: "Future values, from the past of this column alone.",
  },
  horizon: "Steps ahead",
  horizonHelp: (step: string, most: string) =>
    `One step is one ${step}; at most ${most}. The same number of newest steps is held out for testing.`,
  target: "Column to predict",
  task: "Task",
  tasks: taskNames,
  facts: (rows: number, missing: number) =>
    [
      pluralize(rows, "row"),
      missing > 0 ? `${Math.max(1, Math.round(missing * 100))} % have no value` : "none missing",
    ].join(", "),
  range: (low: string, high: string, distinct: number | null) =>
    `from ${low} to ${high}${distinct === null ? "" : `, ${pluralize(distinct, "different value")}`}`,
  levels: (shown: string[], distinct: number | null) =>
    distinct !== null && distinct > shown.length
      ? `${shown.join(", ")} and ${distinct - shown.length} more`
      : shown.join(", "),
  known: (name: string) => `I know ${name} before each prediction`,
  series: "Time series",
  leftOut: "Excluded from training",
  nothingLeftOut: "All other columns are used.",
  omission: (name: string, reason: string) => `${name}: ${exclusionReasons[reason] ?? reason}`,
  none: "No column of this table can be predicted: each is constant, looks like an ID, or is free text.",
  accept: "Create design",
  justTable: "Just the table",
  cancel: "Cancel",
  designName: (target: string, name: string, forecasts: boolean) =>
    `${name}: ${forecasts ? "forecast" : "predict"} ${target}`.slice(0, 200),
  done: (target: string, forecasts: boolean) => `Added a design that ${forecasts ? "forecasts" : "predicts"} ${target}`,
  waiting: "Reading the columns",
};
