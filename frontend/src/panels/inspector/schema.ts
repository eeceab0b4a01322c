/** What a parameter's JSON schema means for the form: which field draws it, whether it shows, what is wrong with a value. */

import type { ColumnType, Module, ParameterSchema } from "../../api/types";
import { isList, isSweep, type Sweep, type SweepRange } from "../../graph/sweep";
import type { Json } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { tuningMessages } from "../../messages/tuning";
import { short } from "../../views/format";

export type FieldKind =
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

export interface Field {
  name: string;
  title: string;
  kind: FieldKind;
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
export function fieldsOf(module: Module): Field[] {
  const { properties, required = [], $defs = {} } = module.parameters;
  const fields = Object.entries(properties)
    .filter(([, schema]) => !schema.artifact_reference)
    .map(([name, schema]) => fieldOf(name, schema, required.includes(name), $defs));
  const reference = fields.some((field) => field.kind === "dataset");
  // The picker of datasets has the version in it.
  return reference ? fields.filter((field) => field.name !== "version") : fields;
}

function fieldOf(name: string, declared: ParameterSchema, required: boolean, defs: Defs): Field {
  const { schema, nullable } = resolved(declared, defs);
  return {
    name,
    title: titleOf(name, declared.title),
    kind: kindOf(schema),
    required,
    nullable,
    default: declared.default,
    schema,
    help: declared.description ?? null,
    columns: schema.columns_of ?? schema.column_of ?? null,
  };
}

type Defs = Record<string, ParameterSchema>;

/** Follows references and takes "or null" apart; hints of the parameter itself win over those of what it refers to. */
function resolved(declared: ParameterSchema, defs: Defs): { schema: ParameterSchema; nullable: boolean } {
  if (declared.$ref) {
    const { $ref, ...own } = declared;
    const target = defs[$ref.split("/").at(-1)!];
    return target ? resolved({ ...target, ...own }, defs) : { schema: own, nullable: false };
  }
  const others = declared.anyOf?.filter((option) => option.type !== "null");
  if (others?.length === 1) {
    const { anyOf, ...own } = declared;
    return { schema: resolved({ ...others[0]!, ...own }, defs).schema, nullable: anyOf!.length > 1 };
  }
  return { schema: declared, nullable: declared.anyOf?.some((option) => option.type === "null") ?? false };
}

function kindOf(schema: ParameterSchema): FieldKind {
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
function titleOf(name: string, title: string | undefined): string {
  const words = name.replace(/_/g, " ");
  const madeUp = title === undefined || title === words.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return madeUp ? words.charAt(0).toUpperCase() + words.slice(1) : title;
}

/** The value that counts: the node's own, else the default. */
export function currentValue(field: Field, parameters: Record<string, Json>): Json | undefined {
  return Object.hasOwn(parameters, field.name) ? parameters[field.name] : field.default;
}

/** Whether a field shows: all parameters that it depends on have one of the wanted values. */
export function isShown(field: Field, fields: Field[], parameters: Record<string, Json>): boolean {
  return Object.entries(field.schema.shown_when ?? {}).every(([name, wanted]) => {
    const other = fields.find((candidate) => candidate.name === name);
    if (other === undefined) return false;
    const current = currentValue(other, parameters);
    const values = isList(current) ? current.list : [current];
    return wanted.some((value) => values.some((one) => same(value, one)));
  });
}

/** Whether two values are the same, whatever the order of their keys. */
export function same(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [keys, others] = [Object.keys(one ?? {}), Object.keys(other ?? {})];
  if (Array.isArray(one) !== Array.isArray(other) || keys.length !== others.length) return false;
  return keys.every((key) => same((one as Record<string, Json>)[key], (other as Record<string, Json>)[key]));
}

export const isEmpty = (value: Json | undefined): boolean => value === undefined || value === null || value === "";

/** What is wrong with a value, in a sentence, or null. The server has the last word; this one is quicker. */
export function complaint(field: Field, value: Json | undefined): string | null {
  if (field.schema.sweepable && isSweep(value)) return sweepComplaint(field, value);
  if (field.kind === "number") return numberComplaint(field, value);
  const { minLength } = field.schema;
  if (typeof value === "string" && value !== "" && minLength && value.length < minLength) {
    return say.inspector.text.least(minLength);
  }
  return null;
}

function numberComplaint({ schema, nullable, default: byDefault }: Field, value: Json | undefined): string | null {
  const words = say.inspector.number;
  if (value === undefined || value === null) return nullable || byDefault !== undefined ? null : words.none;
  if (typeof value !== "number") return words.none;
  if (schema.type === "integer" && !Number.isInteger(value)) return words.whole;
  return limitComplaint(schema, value);
}

function sweepComplaint(field: Field, value: Sweep): string | null {
  const words = tuningMessages.sweep;
  if (isList(value)) {
    if (value.list.length === 0) return words.noValues;
    return value.list.map((item) => complaint(field, item)).find((found) => found !== null) ?? null;
  }
  const { minimum, maximum, scale } = (value as SweepRange).range;
  const text = [minimum, maximum].find((end) => typeof end !== "number");
  if (text !== undefined) return words.noNumber(String(text));
  const [low, high] = [minimum, maximum] as [number, number];
  if (low >= high) return words.upsideDown;
  return complaint(field, low) ?? complaint(field, high) ?? (scale === "log" && low <= 0 ? words.logFromZero : null);
}

function limitComplaint(schema: ParameterSchema, value: number): string | null {
  const words = say.inspector.number;
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const broken: [boolean, string][] = [
    [minimum !== undefined && value < minimum, words.least(short(minimum ?? 0))],
    [exclusiveMinimum !== undefined && value <= exclusiveMinimum, words.above(short(exclusiveMinimum ?? 0))],
    [maximum !== undefined && value > maximum, words.most(short(maximum ?? 0))],
    [exclusiveMaximum !== undefined && value >= exclusiveMaximum, words.below(short(exclusiveMaximum ?? 0))],
  ];
  return broken.find(([is]) => is)?.[1] ?? null;
}

/** What a number field stands for: a number, undefined when it is empty, the text itself when it is no number. */
export function parsedNumber(draft: string): number | string | undefined {
  const text = draft
    .trim()
    .replace(/[\u2212\u2013]/g, "-")
    .replace(/(?<=\d),(?=\d{3}(\D|$))/g, "");
  if (text === "") return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : draft;
}

/** A value in a word or two, for "Back to ..." and the help. */
export function inWords(value: Json | undefined): string {
  if (value === undefined || value === null || value === "") return say.inspector.help.none;
  if (typeof value === "boolean") return value ? say.inspector.yes.toLowerCase() : say.inspector.no.toLowerCase();
  if (typeof value === "number") return short(value);
  const text = typeof value === "object" ? objectInWords(value) : value;
  return text.length > 40 ? `${text.slice(0, 38)}…` : text;
}

function objectInWords(value: Json[] | Record<string, Json>): string {
  if (Array.isArray(value)) return value.length === 0 ? say.inspector.help.none : value.map(String).join(", ");
  const { start, names } = value;
  const words: Record<string, string> = {
    all: say.inspector.columns.all,
    none: say.inspector.columns.none,
    rule: say.inspector.columns.rule,
  };
  if (typeof start === "string" && (!Array.isArray(names) || names.length === 0))
    return (words[start] ?? start).toLowerCase();
  return JSON.stringify(value);
}
