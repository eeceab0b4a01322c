/** Texts of batches: data that an endpoint scores in chunks. */

import { formatWholeNumber } from "./formatting";

export const batchTexts = {
  title: "Batches",
  help: "Score a dataset, files or a bucket in chunks. A batch that is stopped goes on where it was.",
  none: "Nothing was scored in batches yet.",
  start: "Score data",
  again: "Run again",
  cancel: "Cancel",
  schedule: "Schedule",
  scheduleOf: (name: string): string => `Schedule ${name}`,
  columns: { run: "Run", started: "Started", from: "Data", to: "Scores", rows: "Rows", state: "State" },
  run: (name: string, number: number): string => `${name}, run ${number}`,
  rows: (rows: number | null, total: number | null): string => {
    if (rows === null) return "–";
    return total === null || total === rows
      ? formatWholeNumber(rows)
      : `${formatWholeNumber(rows)} of ${formatWholeNumber(total)}`;
  },
  progress: (name: string): string => `Progress of ${name}`,
  version: (name: string, version: number): string => `${name}, version ${version}`,
  bucket: (connection: string, path: string): string => `${connection}: ${path}`,
  dialog: {
    title: (name: string): string => `Score data by ${name}`,
    submit: "Start",
    from: "Data from",
    sources: { dataset: "Dataset", file: "File", storage: "Storage" },
    dataset: "Dataset",
    datasetHelp: "A table, or a zip of CSV and Parquet files.",
    file: "File",
    fileHelp: "A table, or a zip of CSV and Parquet files. It is also found on the page Datasets.",
    chooseFile: "Choose a file",
    sent: (share: string): string => `${share} sent`,
    connection: "Connection",
    noConnection: "No connection of this kind yet. Add one on the page Connections.",
    path: "Path",
    pathHelp: "An object, or all below a folder with a slash at its end, such as may/.",
    to: "Scores to",
    outputs: { dataset: "Dataset", parquet: "Parquet", csv: "CSV", database: "Database", storage: "Storage" },
    name: "Name",
    nameHelp: "It gets its next version each time. It is found on the page Datasets.",
    table: "Table",
    tableHelp: "Such as scores, or with its schema, sales.scores.",
    exists: "If the table exists",
    existing: { Append: "Append the rows", Replace: "Replace the table", Fail: "Fail" },
    target: "Path",
    targetHelp: "Such as scores/may.parquet. An ending .csv writes CSV. An object there is replaced.",
    keep: "Keep the input columns",
    keepHelp: "Off: only what the endpoint answers.",
    started: (name: string): string => `Scoring by ${name}`,
  },
};
