/** Conditions on rows, as the table filters by them and as Select Rows keeps them: the words of `modules/kit/conditions.py`. */

import type { Json } from "../api/designDocument";

export type Operator =
  | "is"
  | "is not"
  | "contains"
  | "does not contain"
  | "starts with"
  | "ends with"
  | ">"
  | ">="
  | "<"
  | "<="
  | "between"
  | "is missing"
  | "is not missing";

export type ConditionValue = string | number | boolean | null;

export interface Condition {
  column: string;
  operator: Operator;
  values: ConditionValue[];
}

export const isCondition = (value: Json | undefined): value is Json & Condition =>
  typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.column === "string";

const MAX_SHOWN_VALUES = 3;

/** "price > 5000", "make is audi or bmw", "price 5000 to 9000". */
export function formatCondition({
  column,
  operator = "is",
  values = [],
}: Partial<Condition> & { column: string }): string {
  const words = values.map((value) => (value === null ? "missing" : String(value)));
  if (operator === "between") {
    const [low, high] = values;
    if (low === null || low === undefined) return `${column} <= ${words[1] ?? ""}`;
    return high === null || high === undefined ? `${column} >= ${words[0]}` : `${column} ${words[0]} to ${words[1]}`;
  }
  const shown = words.slice(0, MAX_SHOWN_VALUES).map((word) => (word === "" ? "empty" : word));
  const more = words.length > MAX_SHOWN_VALUES ? ` and ${words.length - MAX_SHOWN_VALUES} more` : "";
  return [column, operator, shown.join(" or ") + more].filter(Boolean).join(" ");
}

/** So many digits of a number are read where there is little room. */
const SHOWN_DIGITS = 6;

/** The condition with its long numbers rounded, to be looked at. */
export const shortenCondition = (condition: Condition): Condition => ({
  ...condition,
  values: condition.values.map((value) =>
    typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(SHOWN_DIGITS)) : value,
  ),
});
