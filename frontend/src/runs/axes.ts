/** The axes of parallel coordinates of runs: parameters that differ, then metrics. */

import type { ListedRun, Varied } from "../api/types";
import type { Json } from "../graph/types";
import { type Domain, extent } from "../views/charts/scale";
import { short } from "../views/format";
import { metricText } from "../views/metrics";
import { type MetricColumn, metricIn } from "./table";

export interface RunAxis {
  title: string;
  domain: Domain;
  /** Of each run; null where it has none. */
  places: (number | null)[];
  /** Of each run, in words. */
  words: string[];
  ticks: { at: number; words: string }[];
}

export function axesOf(
  runs: readonly ListedRun[],
  varied: readonly Varied[],
  metrics: readonly MetricColumn[],
): RunAxis[] {
  return [
    ...varied.map(({ title, values }) => parameterAxis(title, values)),
    ...metrics.map((column) => metricAxis(runs, column)).filter(joins),
  ];
}

/** A metric of one run only leads nowhere. */
const joins = ({ places }: RunAxis): boolean => places.filter((place) => place !== null).length > 1;

function parameterAxis(title: string, values: Json[]): RunAxis {
  if (values.every((value) => value === null || typeof value === "number")) {
    return numbers(title, values as (number | null)[], short);
  }
  const words = values.map(wordsOf);
  const names = [...new Set(words)].filter((word) => word !== "");
  const places = words.map((word) => (word === "" ? null : names.indexOf(word)));
  const domain: Domain = [0, Math.max(1, names.length - 1)];
  return { title, domain, places, words, ticks: names.map((name, at) => ({ at, words: name })) };
}

function metricAxis(runs: readonly ListedRun[], column: MetricColumn): RunAxis {
  const values = runs.map((run) => metricIn(run, column));
  return numbers(column.title, values, (value) => metricText(column.metric, value));
}

function numbers(title: string, values: (number | null)[], tell: (value: number) => string): RunAxis {
  const [low, high] = extent(values.filter((value) => value !== null));
  return {
    title,
    domain: [low, high],
    places: values,
    words: values.map((value) => (value === null ? "" : tell(value))),
    ticks: (low === high ? [low] : [low, high]).map((at) => ({ at, words: tell(at) })),
  };
}

const LONGEST = 28;

function wordsOf(value: Json): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const words = typeof value === "string" ? value : JSON.stringify(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}
