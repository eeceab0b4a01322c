/** Texts of the true labels of an endpoint. */

import { pluralize } from "./formatting";

export const endpointLabelTexts = {
  none: "No true label has come yet",
  some: (labeled: string, answered: string): string => `${labeled} of ${answered} answers have a label`,
  ofVersion: (number: number): string => `Version ${number}`,
  period: "Period",
  periods: { "24": "24 hours", "168": "7 days", "720": "30 days", "2160": "90 days" },
  send: "Upload labels",
  stored: (count: number): string => `${pluralize(count, "label")} stored`,
  unknown: (count: number, first: string): string =>
    `No prediction is kept for ${pluralize(count, "id")}, such as ${first}.`,
  howTitle: "Sending labels",
  how: "Each row of an answer has an id: the one that you sent beside the row, or one of ours. Send the true value by that id once you know it.",
  csv: "A file has the columns id and label. It can be CSV or JSON.",
  kept: (days: number): string => `Predictions wait ${pluralize(days, "day")} for their labels.`,
  keptNone: "This endpoint keeps no predictions, so labels have nothing to be compared with.",
  openSettings: "Open settings",
  notScores: "The answers of this version are no scores, so labels are not compared with them.",
  notMeasured: (task: string): string => `Labels are stored. There are no metrics for ${task} here.`,
  registered: (value: string): string => `${value} at registration`,
  noRegistered: "no figure at registration",
  chart: (metric: string): string => `${metric} over time`,
  heads: { day: "Day", hour: "Hour", answered: "Answers", labeled: "Labeled" },
};
