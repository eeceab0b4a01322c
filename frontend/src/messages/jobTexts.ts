/** Every sentence about the run of a command: its facts, its metrics and its files. */

import { pluralize } from "./formatting";

export const jobTexts = {
  tab: "Job",
  command: "Command",
  inputs: "Inputs",
  noInputs: "None",
  code: "Code",
  environment: "Environment",
  serverEnvironment: "The server's packages",
  limit: "Time limit",
  minutes: (minutes: number) => pluralize(minutes, "minute"),
  metrics: "Metrics",
  noMetrics: "No metrics yet. Log them with designery.log or MLflow.",
  last: (value: string, step: number) => `${value} at step ${step}`,
  outputs: "Outputs",
  kept: "kept even if it fails",
  partial: "partial",
  noOutputs: "No files yet. What the command writes to outputs is kept.",
  more: (count: number) => `${pluralize(count, "more file")}`,
  log: "Log",
  download: (path: string) => `Download ${path}`,
};
