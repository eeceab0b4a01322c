/** The axes of parallel coordinates of runs: parameters that differ, then metrics. */

import type { ListedRun, Varied } from "../api/types";
import { columnWords, isColumnChoice, listWords } from "../graph/subtitle";
import { isList, isRange } from "../graph/sweep";
import type { Json } from "../graph/types";
import { editing } from "../messages/editing";
import { versionMessages } from "../messages/versions";
import { type Domain, extent } from "../views/charts/scale";
import { short } from "../views/format";
import { metricText } from "../views/metrics";
import { type MetricColumn, metricIn } from "./table";

const say = versionMessages.runs;

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
  const keys = values.map((value) => JSON.stringify(value));
  // Two values may have the same words, as long lists of columns do, and are two places all the same.
  const distinct = [...new Set(keys)].filter((key) => words[keys.indexOf(key)] !== "");
  const places = keys.map((key) => (distinct.includes(key) ? distinct.indexOf(key) : null));
  const domain: Domain = [0, Math.max(1, distinct.length - 1)];
  const ticks = distinct.map((key, at) => ({ at, words: words[keys.indexOf(key)]! }));
  return { title, domain, places, words, ticks };
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

/** Of chosen columns, lists and sweeps. */
function composedWords(value: Json): string {
  if (isColumnChoice(value)) return columnWords(value);
  if (Array.isArray(value)) return listWords(value, editing.history.setting.entries);
  if (isList(value)) return value.list.join(", ");
  return isRange(value) ? say.range(`${value.range.minimum}`, `${value.range.maximum}`) : JSON.stringify(value);
}

function wordsOf(value: Json): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const words = typeof value === "string" ? value : composedWords(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}
