/** What the page says of advice, of the live preview and of values that were seen; loaded with the parts that say it. */

import { pluralize } from "./formatting";

export const adviceTexts = {
  count: (advice: number) => (advice === 1 ? "1 piece of advice" : `${advice} pieces of advice`),
  on: (title: string, advice: number) => `${title}: ${adviceTexts.count(advice)}`,
  silence: "Dismiss for this card",
  silencing: (rule: string) => `Dismiss: ${rule}`,
  unsilence: "Show again",
  unsilencing: (rule: string) => `Show again: ${rule}`,
  silenced: (silenced: number) => `${pluralize(silenced, "dismissed hint")}`,
  notBlocking: "Advice never stops a design from running.",
};

export const previewTexts = {
  name: "Live preview",
  on: "Live preview on",
  off: "Live preview off",
  help: "After each edit, the design runs on about 500 rows, so every port shows its data.",
  sample: "sample",
  rows: (rows: number) => `Sample of ${pluralize(rows, "row")}`,
  provisional: (rows: number) =>
    `Provisional: measured on a sample of about ${pluralize(rows, "row")}. Run the design for the true figure.`,
  failed: "This step fails on the sample",
  busy: "Updating the preview",
  paused: "Paused during the run",
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
