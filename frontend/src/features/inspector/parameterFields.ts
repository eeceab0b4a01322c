/** What a parameter's JSON schema means for the form: which field draws it, whether it shows, what is wrong with a value. */

import type { ColumnType, Module, ParameterSchema } from "../../api/apiTypes";
import type { Json } from "../../api/designDocument";
import { isSweep, isSweepList, type Sweep, type SweepRange } from "../../graph/parameterSweep";
import { formatShort } from "../../lib/format";
import { resultTexts as texts } from "../../messages/resultTexts";
import { tuningTexts } from "../../messages/tuningTexts";

export type ParameterFieldKind =
  | "switch"
  | "choice"
  | "number"
  | "text"
  | "multiline"
  | "code"
  | "list"
  | "column"
  | "columns"
  | "column_names"
  | "conditions"
  | "dataset"
  | "connection"
  | "refreshed"
  | "secrets"
  | "json";

export interface ParameterField {
  name: string;
  title: string;
  kind: ParameterFieldKind;
  required: boolean;
  nullable: boolean;
  /** Undefined where there is none. */
  default: Json | undefined;
  /** The schema without references and without the null. */
  schema: ParameterSchema;
  help: string | null;
  /** The input port and the types of columns that a column picker offers. */
  columns: { port: string; types: ColumnType[] } | null;
}

/** All fields of a module, in the order of its declaration. Which stored result a node stands for is not the user's. */
export function buildFields(module: Module): ParameterField[] {
  const { properties, required = [], $defs = {} } = module.parameters;
  const fields = Object.entries(properties)
    .filter(([, schema]) => !schema.artifact_reference)
    .map(([name, schema]) => buildField(name, schema, required.includes(name), $defs));
  const reference = fields.some((field) => field.kind === "dataset");
  // The picker of datasets has the version in it.
  return reference ? fields.filter((field) => field.name !== "version") : fields;
}

function buildField(name: string, declared: ParameterSchema, required: boolean, defs: SchemaDefs): ParameterField {
  const { schema, nullable } = resolveSchema(declared, defs);
  return {
    name,
    title: getFieldTitle(name, declared.title),
    kind: getFieldKind(schema),
    required,
    nullable,
    default: declared.default,
    schema,
    help: declared.description ?? null,
    columns: schema.columns_of ?? schema.column_of ?? null,
  };
}

type SchemaDefs = Record<string, ParameterSchema>;

/** Follows references and takes "or null" apart; hints of the parameter itself win over those of what it refers to. */
function resolveSchema(declared: ParameterSchema, defs: SchemaDefs): { schema: ParameterSchema; nullable: boolean } {
  if (declared.$ref) {
    const { $ref, ...own } = declared;
    const target = defs[$ref.split("/").at(-1)!];
    return target ? resolveSchema({ ...target, ...own }, defs) : { schema: own, nullable: false };
  }
  const others = declared.anyOf?.filter((option) => option.type !== "null");
  if (others?.length === 1) {
    const { anyOf, ...own } = declared;
    return { schema: resolveSchema({ ...others[0]!, ...own }, defs).schema, nullable: anyOf!.length > 1 };
  }
  return { schema: declared, nullable: declared.anyOf?.some((option) => option.type === "null") ?? false };
}

function getFieldKind(schema: ParameterSchema): ParameterFieldKind {
  if (schema.dataset_reference) return "dataset";
  if (schema.connection_of) return "connection";
  if (schema.refreshed_at) return "refreshed";
  if (schema.secret_names) return "secrets";
  if (schema.code) return "code";
  if (schema.conditions_of) return "conditions";
  if (schema.column_of) return "column";
  if (schema.columns_of) return schema.type === "array" ? "column_names" : "columns";
  if (schema.enum) return "choice";
  if (schema.type === "boolean") return "switch";
  if (schema.type === "number" || schema.type === "integer") return "number";
  if (schema.type === "string") return schema.multiline ? "multiline" : "text";
  return schema.type === "array" && schema.items?.type === "string" ? "list" : "json";
}

/** The declared title, or the name in words where pydantic made the title up ("Number Of Trees"). */
function getFieldTitle(name: string, title: string | undefined): string {
  const words = name.replace(/_/g, " ");
  const madeUp = title === undefined || title === words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return madeUp ? words.charAt(0).toUpperCase() + words.slice(1) : title;
}

/** The value that counts: the node's own, else the default. */
export function getCurrentValue(field: ParameterField, parameters: Record<string, Json>): Json | undefined {
  return Object.hasOwn(parameters, field.name) ? parameters[field.name] : field.default;
}

/** Whether a field shows: all parameters that it depends on have one of the wanted values. */
export function isFieldShown(
  field: ParameterField,
  fields: ParameterField[],
  parameters: Record<string, Json>,
): boolean {
  return Object.entries(field.schema.shown_when ?? {}).every(([name, expected]) => {
    const other = fields.find((candidate) => candidate.name === name);
    if (other === undefined) return false;
    const current = getCurrentValue(other, parameters);
    const values = isSweepList(current) ? current.list : [current];
    return expected.some((value) => values.some((one) => isSameValue(value, one)));
  });
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
  if (field.schema.sweepable && isSweep(value)) return validateSweep(field, value);
  if (field.kind === "number") return validateNumber(field, value);
  const { minLength } = field.schema;
  if (typeof value === "string" && value !== "" && minLength && value.length < minLength) {
    return texts.inspector.text.minLength(minLength);
  }
  return null;
}

function validateNumber(
  { schema, nullable, default: byDefault }: ParameterField,
  value: Json | undefined,
): string | null {
  const words = texts.inspector.number;
  if (value === undefined || value === null) return nullable || byDefault !== undefined ? null : words.none;
  if (typeof value !== "number") return words.none;
  if (schema.type === "integer" && !Number.isInteger(value)) return words.integer;
  return validateLimits(schema, value);
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

function validateLimits(schema: ParameterSchema, value: number): string | null {
  const words = texts.inspector.number;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const broken: [boolean, string][] = [
    [minimum !== undefined && value < minimum, words.minimum(formatShort(minimum ?? 0))],
    [
      exclusiveMinimum !== undefined && value <= exclusiveMinimum,
      words.exclusiveMinimum(formatShort(exclusiveMinimum ?? 0)),
    ],
    [maximum !== undefined && value > maximum, words.maximum(formatShort(maximum ?? 0))],
    [
      exclusiveMaximum !== undefined && value >= exclusiveMaximum,
      words.exclusiveMaximum(formatShort(exclusiveMaximum ?? 0)),
    ],
  ];
  return broken.find(([is]) => is)?.[1] ?? null;
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
