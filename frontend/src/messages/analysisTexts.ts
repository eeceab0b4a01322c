/** What the page says of advice, of the live sample and of values that were seen; loaded with the parts that say it. */

import { pluralize } from "./formatting";

export const adviceTexts = {
  count: (advice: number) => (advice === 1 ? "1 piece of advice" : `${advice} pieces of advice`),
  on: (title: string, advice: number) => `${title}: ${adviceTexts.count(advice)}`,
  silence: "Silence for this card",
  silencing: (rule: string) => `Silence: ${rule}`,
  unsilence: "Hear it again",
  unsilencing: (rule: string) => `Hear again: ${rule}`,
  silenced: (silenced: number) => `${pluralize(silenced, "silenced hint")}`,
  notBlocking: "Advice does not keep the design from running.",
};

export const previewTexts = {
  name: "Live sample",
  on: "Live sample on",
  off: "Live sample off",
  help: "After each edit the design runs on some 500 rows, so that every port shows what it will hold.",
  sample: "sample",
  rows: (rows: number) => `Sample of ${pluralize(rows, "row")}`,
  provisional: (rows: number) =>
    `Provisional: measured on a sample of about ${pluralize(rows, "row")}. Run the design for the true figure.`,
  failed: "On the sample this step fails",
  busy: "Updating the sample",
  paused: "Waits for the run",
  none: "Nothing yet.",
  table: (title: string) => `Sample rows of ${title}`,
  more: (columns: number) => `and ${pluralize(columns, "more column")}`,
};

export const columnStatisticsTexts = {
  range: (low: string, high: string, exact: boolean) => (exact ? `${low} to ${high}` : `within ${low} to ${high}`),
  missing: (share: string) => `${share} missing`,
  noneMissing: "none missing",
  distinct: (values: string, exact: boolean) => (exact ? `${values} values` : `at most ${values} values`),
};
