/** Every sentence of the results, the parameter form, and the home and list pages, in English; one file per topic. */

import { datasetTexts } from "./datasetTexts";
import { evaluationTexts } from "./evaluationTexts";
import { datasetListTexts, homeTexts, runListTexts } from "./homeTexts";
import { inspectorTexts } from "./inspectorTexts";
import { jobTexts } from "./jobTexts";
import { modelTexts } from "./modelTexts";

const log = {
  empty: "This step printed nothing.",
  notRun: "This step has not run yet.",
};

const plots = {
  title: "Plots",
  of: (number: number) => `Plot ${number}`,
  download: "Download PNG",
};

const results = {
  title: "Result",
  job: jobTexts.tab,
  plots: plots.title,
  images: "Images",
  table: "Table",
  columns: "Columns",
  chart: "Chart",
  drawn: "Chart",
  nothingToDraw: "There is nothing to draw: no row has the values that the chart needs.",
  charts: "Charts",
  why: "Why",
  numbers: "Numbers",
  model: "Model",
  trials: "Trials",
  many_models: "Groups",
  search: "Search",
  explanation: "Why",
  features: "Features",
  fairness: "Fairness",
  tree: "Tree",
  effects: "Effects",
  rules: "Rules",
  file: "File",
  log: "Log",
  view: "View of the result",
  ports: "Outputs of this step",
  fullScreen: "Full screen",
  close: "Close",
  download: "Download",
  formats: { csv: "CSV", "csv-excel": "CSV for Excel", parquet: "Parquet", xlsx: "Excel" },
  loading: "Loading the result",
  noView: "This result has no view. Run the step again to create one.",
  gone: "This result is no longer stored. Run the step again to get it back.",
  unknown: "This kind of result can't be shown yet. Its numbers are in the log.",
  transformation: (rules: string) =>
    `${rules} ${rules === "1" ? "rule" : "rules"}, learned from the data it was made on.`,
};

/** One language. A second one is a second value of the same type. */
export const resultTexts = {
  plots,
  evaluation: evaluationTexts,
  dataset: datasetTexts,
  model: modelTexts,
  log,
  results,
  inspector: inspectorTexts,
  home: homeTexts,
  datasets: datasetListTexts,
  runs: runListTexts,
};

export type ResultTexts = typeof resultTexts;
