/** Sentences of sweeps: a design run with several values of some settings. */

import { pluralize } from "./formatting";

export const sweepTexts = {
  title: "Try several values",
  hint: "Each combination is a run of its own, with what no value changes computed once. The design stays as it is.",
  setting: "Setting",
  values: "Values",
  valuesHelp: "Separated by commas.",
  add: "Add a setting",
  remove: "Remove this setting",
  start: (runs: number) => (runs > 0 ? `Start ${pluralize(runs, "run")}` : "Start"),
  tooMany: (runs: string, most: number) => `These are ${runs} runs. Try at most ${most} at once.`,
  name: (settings: string, moment: string) => `${settings}, ${moment}`,
  grid: "Which values are best",
  gridHint: (done: string, all: string) =>
    `${done} of ${all} runs are done. A stronger color is better; the best is framed.`,
  metric: "Metric",
  cell: (run: number, words: string) => `Run ${run}: ${words}`,
  begins: (done: string, all: string) => `${done} of ${all} runs are done. Their metrics appear here as they come.`,
  now: (tried: string[]) =>
    `Now: ${tried.slice(0, 3).join("; ")}${tried.length > 3 ? ` and ${tried.length - 3} more` : ""}.`,
  line: (metric: string, setting: string, runs: number) => `${metric} by ${setting}, ${pluralize(runs, "run")}`,
  bestAt: (setting: string, value: string, metric: string) => `Best at ${setting} ${value}: ${metric}`,
  tryField: (setting: string) => `Run with several values of ${setting}`,
  tryFieldHint: "Run with several values",
  use: "Use these values",
  used: "Use the values of a sweep",
  cancel: "Cancel all",
} as const;
