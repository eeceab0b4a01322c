/** The axes of parallel coordinates of runs: parameters that differ, then metrics. */

import type { ListedRun, VariedParameter } from "../../api/apiTypes";
import type { Json } from "../../api/designDocument";
import { formatColumnSelection, formatList, isColumnSelection } from "../../graph/nodeSubtitle";
import { isSweepList, isSweepRange } from "../../graph/parameterSweep";
import { formatShort } from "../../lib/format";
import { formatMetric } from "../../lib/metrics";
import { editorTexts } from "../../messages/editorTexts";
import { versionTexts } from "../../messages/versionTexts";
import { computeExtent, type Domain } from "../../ui/charts/chartScale";
import { findBestMetric, type MetricColumn } from "./runColumns";

const texts = versionTexts.runs;

export interface RunAxis {
  title: string;
  domain: Domain;
  /** Of each run; null where it has none. */
  places: (number | null)[];
  /** Of each run, in words. */
  words: string[];
  ticks: { at: number; words: string }[];
}

export function buildRunAxes(
  runs: readonly ListedRun[],
  varied: readonly VariedParameter[],
  metrics: readonly MetricColumn[],
): RunAxis[] {
  return [
    ...varied.map(({ title, values }) => buildParameterAxis(title, values)),
    ...metrics.map((column) => buildMetricAxis(runs, column)).filter(hasSeveralPlaces),
  ];
}

/** A metric of one run only leads nowhere. */
const hasSeveralPlaces = ({ places }: RunAxis): boolean => places.filter((place) => place !== null).length > 1;

function buildParameterAxis(title: string, values: Json[]): RunAxis {
  if (values.every((value) => value === null || typeof value === "number")) {
    return buildNumberAxis(title, values as (number | null)[], formatShort);
  }
  const words = values.map(describeRunValue);
  const keys = values.map((value) => JSON.stringify(value));
  // Two values may have the same words, as long lists of columns do, and are two places all the same.
  const distinct = [...new Set(keys)].filter((key) => words[keys.indexOf(key)] !== "");
  const places = keys.map((key) => (distinct.includes(key) ? distinct.indexOf(key) : null));
  const domain: Domain = [0, Math.max(1, distinct.length - 1)];
  const ticks = distinct.map((key, at) => ({ at, words: words[keys.indexOf(key)]! }));
  return { title, domain, places, words, ticks };
}

function buildMetricAxis(runs: readonly ListedRun[], column: MetricColumn): RunAxis {
  const values = runs.map((run) => findBestMetric(run, column));
  return buildNumberAxis(column.title, values, (value) => formatMetric(column.metric, value));
}

function buildNumberAxis(title: string, values: (number | null)[], format: (value: number) => string): RunAxis {
  const [low, high] = computeExtent(values.filter((value) => value !== null));
  return {
    title,
    domain: [low, high],
    places: values,
    words: values.map((value) => (value === null ? "" : format(value))),
    ticks: (low === high ? [low] : [low, high]).map((at) => ({ at, words: format(at) })),
  };
}

const LONGEST = 28;

/** Of chosen columns, lists and sweeps. */
function describeComposedValue(value: Json): string {
  if (isColumnSelection(value)) return formatColumnSelection(value);
  if (Array.isArray(value)) return formatList(value, editorTexts.history.parameterChange.entries);
  if (isSweepList(value)) return value.list.join(", ");
  return isSweepRange(value) ? texts.range(`${value.range.minimum}`, `${value.range.maximum}`) : JSON.stringify(value);
}

function describeRunValue(value: Json): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? "yes" : "no";
  const words = typeof value === "string" ? value : describeComposedValue(value);
  return words.length > LONGEST ? `${words.slice(0, LONGEST - 1)}…` : words;
}
