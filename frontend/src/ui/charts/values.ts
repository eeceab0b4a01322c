/** The values of chart descriptions: numbers, texts, lists of them, objects with fields, and null for what is missing. */

export type Value = unknown;
export type Scope = Readonly<Record<string, Value>>;

/** A list as it is, nothing as an empty one, anything else as the only element of one. */
export function toList(value: Value): Value[] {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** A finite number, or null. */
export function toNumber(value: Value): number | null {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}

/** All numbers in the values and in the lists within them. */
export function listKnownNumbers(...values: Value[]): number[] {
  const found: number[] = [];
  const collect = (value: Value) => {
    if (Array.isArray(value)) for (const item of value) collect(item);
    else if (toNumber(value) !== null) found.push(toNumber(value)!);
  };
  collect(values);
  return found;
}

export const toText = (value: Value): string => (value === null || value === undefined ? "" : String(value));

/** The function of the arguments. Where some are lists: of their first elements, of their second ones, and so on. */
export function applyToElements(apply: (...values: Value[]) => Value, ...values: Value[]): Value {
  const lists = values.filter((value) => Array.isArray(value));
  if (lists.length === 0) return apply(...values);
  const length = Math.min(...lists.map((list) => list.length));
  return Array.from({ length }, (_, at) =>
    applyToElements(apply, ...values.map((value) => (Array.isArray(value) ? value[at] : value))),
  );
}

/** The function for numbers; null where an argument is none, or where the result is no finite number. */
export const calculate =
  (compute: (...numbers: number[]) => number | boolean) =>
  (...values: Value[]): Value => {
    const numbers = values.map(toNumber);
    return numbers.includes(null) ? null : toNumber(compute(...(numbers as number[])));
  };
