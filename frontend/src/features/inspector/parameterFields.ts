/** The fields of a form, from the widgets of the catalog: which of them show, and what is wrong with a value. */

import type { Module, ParameterKind, ParameterWidget } from "../../api/apiTypes";
import type { Json } from "../../api/designDocument";
import { isSweep, isSweepList, type Sweep, type SweepRange } from "../../graph/parameterSweep";
import { formatShort } from "../../lib/format";
import { resultTexts as texts } from "../../messages/resultTexts";
import { tuningTexts } from "../../messages/tuningTexts";

/** A widget with the title that the form shows. Without a default its value is undefined. */
type Shown<Widget> = Widget extends unknown ? Omit<Widget, "default"> & { default: Json | undefined } : never;

export type ParameterField = Shown<ParameterWidget>;
export type FieldOfKind<Kind extends ParameterKind> = Extract<ParameterField, { kind: Kind }>;

/** Kinds without a field: the user did not choose the stored result, and the picker of datasets has the version in it. */
const WITHOUT_FIELD: ReadonlySet<ParameterKind> = new Set(["artifact", "dataset_version", "model_version"]);

/** All fields of a module, in the order of its declaration. */
export const buildFields = ({ widgets }: Pick<Module, "widgets">): ParameterField[] =>
  widgets
    .filter(({ kind }) => !WITHOUT_FIELD.has(kind))
    .map((widget) => ({
      ...widget,
      title: getFieldTitle(widget.name, widget.title),
      default: widget.required ? undefined : widget.default,
    }));

/** The declared title, or the name in words where pydantic made the title up ("Number Of Trees"). */
function getFieldTitle(name: string, title: string): string {
  const words = name.replace(/_/g, " ");
  const madeUp = title === name || title === words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return madeUp ? words.charAt(0).toUpperCase() + words.slice(1) : title;
}

/** The value that counts: the node's own, else the default. */
export function getCurrentValue(field: ParameterField, parameters: Record<string, Json>): Json | undefined {
  return Object.hasOwn(parameters, field.name) ? parameters[field.name] : field.default;
}

/** Whether a field shows: all parameters that it depends on have one of the wanted values, and none that hide it. */
export function isFieldShown(
  field: ParameterField,
  fields: ParameterField[],
  parameters: Record<string, Json>,
): boolean {
  const holds = ([name, expected]: [string, Json[]]) => {
    const other = fields.find((candidate) => candidate.name === name);
    if (other === undefined) return false;
    const current = getCurrentValue(other, parameters);
    const values = isSweepList(current) ? current.list : [current];
    return expected.some((value) => values.some((one) => isSameValue(value, one)));
  };
  const hidden = Object.entries(field.hidden_when);
  return Object.entries(field.shown_when).every(holds) && !(hidden.length > 0 && hidden.every(holds));
}

/** Whether two values are the same, whatever the order of their keys. */
export function isSameValue(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [keys, others] = [Object.keys(one ?? {}), Object.keys(other ?? {})];
  if (Array.isArray(one) !== Array.isArray(other) || keys.length !== others.length) return false;
  return keys.every((key) => isSameValue((one as Record<string, Json>)[key], (other as Record<string, Json>)[key]));
}

export const isEmptyValue = (value: Json | undefined): boolean => value === undefined || value === null || value === "";

/** What is wrong with a value, in a sentence, or null. The server has the last word; this one is quicker. */
export function validateValue(field: ParameterField, value: Json | undefined): string | null {
  if (field.sweepable && isSweep(value)) return validateSweep(field, value);
  if (field.kind === "number") return validateNumber(field, value);
  const shortest = "min_length" in field ? field.min_length : null;
  if (typeof value === "string" && value !== "" && shortest && value.length < shortest) {
    return texts.inspector.text.minLength(shortest);
  }
  return null;
}

function validateNumber(field: FieldOfKind<"number">, value: Json | undefined): string | null {
  const words = texts.inspector.number;
  if (value === undefined || value === null) return field.nullable || field.default !== undefined ? null : words.none;
  if (typeof value !== "number") return words.none;
  if (field.whole && !Number.isInteger(value)) return words.integer;
  return validateLimits(field, value);
}

function validateSweep(field: ParameterField, value: Sweep): string | null {
  const words = tuningTexts.sweep;
  if (isSweepList(value)) {
    if (value.list.length === 0) return words.noValues;
    return value.list.map((item) => validateValue(field, item)).find((found) => found !== null) ?? null;
  }
  const { minimum, maximum, scale } = (value as SweepRange).range;
  const text = [minimum, maximum].find((end) => typeof end !== "number");
  if (text !== undefined) return words.noNumber(String(text));
  const [low, high] = [minimum, maximum] as [number, number];
  if (low >= high) return words.upsideDown;
  return (
    validateValue(field, low) ?? validateValue(field, high) ?? (scale === "log" && low <= 0 ? words.logFromZero : null)
  );
}

function validateLimits(field: FieldOfKind<"number">, value: number): string | null {
  const words = texts.inspector.number;
  const { minimum, maximum, exclusive_minimum: above, exclusive_maximum: below } = field;
  if (minimum !== null && value < minimum) return words.minimum(formatShort(minimum));
  if (above !== null && value <= above) return words.exclusiveMinimum(formatShort(above));
  if (maximum !== null && value > maximum) return words.maximum(formatShort(maximum));
  if (below !== null && value >= below) return words.exclusiveMaximum(formatShort(below));
  return null;
}

/** What a number field stands for: a number, undefined when it is empty, the text itself when it is no number. */
export function parseNumber(draft: string): number | string | undefined {
  const text = draft
    .trim()
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, "");
  if (text === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : draft;
}

/** A value in a word or two, for "Back to ..." and the help. */
export function describeValue(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return texts.inspector.help.none;
  if (typeof value === "boolean") return value ? texts.inspector.yes.toLowerCase() : texts.inspector.no.toLowerCase();
  if (typeof value === "number") return formatShort(value);
  const text = typeof value === "object" ? describeObject(value) : value;
  return text.length > 40 ? `${text.slice(0, 38)}…` : text;
}

function describeObject(value: Json[] | Record<string, Json>): string {
  if (Array.isArray(value)) return value.length === 0 ? texts.inspector.help.none : value.map(String).join(", ");
  const { start, names } = value;
  const words: Record<string, string> = {
    all: texts.inspector.columns.all,
    none: texts.inspector.columns.none,
    rule: texts.inspector.columns.rule,
  };
  if (typeof start === "string" && (!Array.isArray(names) || names.length === 0))
    return (words[start] ?? start).toLowerCase();
  return JSON.stringify(value);
}
