/** Which comparisons a column of a type takes, and how what is typed becomes a value. */

import type { ColumnType } from "../../api/apiTypes";
import type { Condition, ConditionValue, Operator } from "../../graph/rowConditions";

const TEXT_OPERATORS: Operator[] = ["is", "is not", "contains", "does not contain", "starts with", "ends with"];
const ORDER_OPERATORS: Operator[] = ["is", "is not", ">", ">=", "<", "<=", "between"];
const MISSING_OPERATORS: Operator[] = ["is missing", "is not missing"];

export function listOperators(type: ColumnType): Operator[] {
  if (type === "integer" || type === "real") return [...ORDER_OPERATORS, ...MISSING_OPERATORS];
  if (type === "datetime") return [...ORDER_OPERATORS, ...MISSING_OPERATORS];
  return type === "boolean" ? ["is", "is not", ...MISSING_OPERATORS] : [...TEXT_OPERATORS, ...MISSING_OPERATORS];
}

/** What a fresh filter of the column begins with. */
export function getDefaultOperator(type: ColumnType): Operator {
  if (type === "integer" || type === "real" || type === "datetime") return "between";
  return type === "text" || type === "other" ? "contains" : "is";
}

/** How many values an operator takes: none, one, two with open ends, or any number. */
export function countOperatorValues(operator: Operator): "none" | "one" | "two" | "many" {
  if (operator === "is missing" || operator === "is not missing") return "none";
  if (operator === "between") return "two";
  return operator === "is" || operator === "is not" ? "many" : "one";
}

/** The values that go on when the comparison changes. */
export function carryOverValues(values: ConditionValue[], operator: Operator): ConditionValue[] {
  const arity = countOperatorValues(operator);
  if (arity === "none") return [];
  if (arity === "many") return values.filter((value) => value !== null && value !== "");
  if (arity === "two") return [values[0] ?? null, values[1] ?? null];
  return [values.find((value) => value !== null) ?? ""];
}

/** A typed number stays text where a browser could not hold it exactly; the server reads both. */
export function parseConditionValue(text: string, type: ColumnType): ConditionValue {
  const typed = text.trim();
  if (type !== "integer" && type !== "real") return type === "datetime" ? typed : text;
  const number = Number(typed.replace(/\u2212/g, "-"));
  return typed !== "" && Number.isFinite(number) && String(number) === typed ? number : typed;
}

/** Whether a condition says something yet. */
export function isCompleteCondition({ operator, values }: Condition): boolean {
  const given = values.filter((value) => value !== null && value !== "");
  const arity = countOperatorValues(operator);
  if (arity === "none") return true;
  if (arity === "many") return values.length > 0;
  return given.length > 0;
}
