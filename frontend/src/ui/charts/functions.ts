/** The functions that expressions of chart descriptions may call. `server/report/charts/functions.py` has the same ones. */

import { formatCount, formatFixed, formatPercent, formatShort } from "../../lib/format";
import { computeExtent } from "./chartScale";
import { computeNormalQuantile } from "./normalQuantile";
import { applyToElements, calculate, listKnownNumbers, toList, toNumber, type Value } from "./values";

type ValueFunction = (...values: Value[]) => Value;

/** So many colors there are for curves and clusters. */
const HUES = 6;

const eachElement =
  (apply: ValueFunction): ValueFunction =>
  (...values) =>
    applyToElements(apply, ...values);

const formatEach = (format: (value: number, option?: number) => string): ValueFunction =>
  eachElement((value, option) => {
    const number = toNumber(value);
    return number === null ? "" : format(number, toNumber(option) ?? undefined);
  });

const isMissing = (value: Value): boolean => value === null || value === undefined;
const add = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);
const largest = (values: number[]): number | null => (values.length > 0 ? computeExtent(values)[1] : null);
const smallest = (values: number[]): number | null => (values.length > 0 ? computeExtent(values)[0] : null);

/** The standard deviation of a sample; null where all values are one. */
function computeDeviation(values: number[]): number | null {
  if (values.length < 2) return null;
  const mean = add(values) / values.length;
  return Math.sqrt(add(values.map((value) => (value - mean) ** 2)) / (values.length - 1)) || null;
}

const getElement = (items: Value, place: Value): Value => toList(items).at(toNumber(place) ?? 0) ?? null;

function addUp(values: Value): number[] {
  let total = 0;
  return toList(values).map((value) => {
    total += toNumber(value) ?? 0;
    return total;
  });
}

/** The value beside the last number of a falling list that is at least the limit; 0 where there is none. */
function findValueAt(falling: Value, values: Value, limit: Value): Value {
  const wanted = toNumber(limit) ?? 0;
  const list = toList(falling);
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((toNumber(list[middle]) ?? Number.POSITIVE_INFINITY) >= wanted) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? 0 : (toList(values)[low - 1] ?? null);
}

/** The color of the n-th of several things, the first at 0; what belongs to none of them is gray. */
export function chooseHue(place: Value): string {
  const number = toNumber(place);
  return number === null || number < 0 ? "bar" : `series-${(number % HUES) + 1}`;
}

/** Neighbors added up, until at most so many are left. */
export function mergeCounts(counts: number[], most: number): number[] {
  const together = Math.max(1, Math.ceil(counts.length / Math.max(1, most)));
  return Array.from({ length: Math.ceil(counts.length / together) }, (_, at) =>
    add(counts.slice(at * together, (at + 1) * together)),
  );
}

function sortBy(values: Value, keys: Value): Value[] {
  const places = toList(keys).map((key) => toNumber(key) ?? 0);
  return toList(values)
    .map((value, at) => ({ value, key: places[at] ?? 0 }))
    .sort((one, other) => one.key - other.key)
    .map(({ value }) => value);
}

export const FUNCTIONS: Record<string, ValueFunction> = {
  // of each element
  abs: eachElement(calculate(Math.abs)),
  sqrt: eachElement(calculate(Math.sqrt)),
  floor: eachElement(calculate(Math.floor)),
  normal_quantile: eachElement(calculate(computeNormalQuantile)),
  smaller: eachElement((...values) => smallest(listKnownNumbers(...values))),
  larger: eachElement((...values) => largest(listKnownNumbers(...values))),
  where: eachElement((condition, yes, no) => (condition ? yes : no)),
  known: eachElement((value) => !isMissing(value)),
  either: eachElement((value, other) => (isMissing(value) ? other : value)),
  hue: eachElement(chooseHue),
  // as text
  short: formatEach(formatShort),
  count: formatEach(formatCount),
  fixed: formatEach((value, decimals = 0) => formatFixed(value, decimals)),
  percent: formatEach(formatPercent),
  noun: eachElement((number, noun) => `${formatCount(toNumber(number) ?? 0)} ${noun}${number === 1 ? "" : "s"}`),
  // of a list
  min: (...values) => smallest(listKnownNumbers(...values)),
  max: (...values) => largest(listKnownNumbers(...values)),
  sum: (...values) => add(listKnownNumbers(...values)),
  len: (values) => toList(values).length,
  mean: (values) =>
    calculate((sum, count) => sum / count)(add(listKnownNumbers(values)), listKnownNumbers(values).length),
  deviation: (values) => computeDeviation(listKnownNumbers(values)),
  range: (values, margin) => computeExtent(listKnownNumbers(values), toNumber(margin) ?? 0),
  element: getElement,
  value_at: findValueAt,
  // to a list
  places: (count) => [...Array(toNumber(count) ?? 0).keys()],
  concat: (...lists) => lists.flatMap(toList),
  column: (rows, place) => toList(rows).map((row) => getElement(row, place)),
  first: (values, count) => toList(values).slice(0, toNumber(count) ?? 0),
  merge: (values, most) => mergeCounts(listKnownNumbers(values), toNumber(most) ?? 1),
  rest: (values) => toList(values).slice(1),
  select: (values, conditions) => {
    const wanted = toList(conditions);
    return toList(values).filter((_, at) => wanted[at]);
  },
  sort: (values) => listKnownNumbers(values).sort((one, other) => one - other),
  sort_by: sortBy,
  add_up: addUp,
};
