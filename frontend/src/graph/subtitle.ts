/** A node's parameters in a few words: what differs from the default, else what it does. */

import type { DatasetSummary, Module, ParameterSchema } from "../api/types";
import { bytes, count, inWords, lowerFirst } from "../messages/words";
import { conditionWords, isCondition } from "./conditions";
import { isList, isRange } from "./sweep";
import type { DesignNode, Json } from "./types";

type Parameters = Record<string, Json>;

interface ColumnChoice {
  start?: "all" | "none" | "rule";
  names?: string[];
  types?: string[];
  roles?: string[];
  containing?: string;
}

/** The line under a node's title. */
export function subtitle(node: DesignNode, module: Module | undefined, dataset?: DatasetSummary): string {
  if (!module) return node.module;
  if (module.name === "dataset" || module.name === "file")
    return dataset ? datasetWords(dataset, node.parameters.version) : "";
  const special = SPECIAL[module.name]?.(withDefaults(node, module), node);
  if (special) return special;
  const changed = shownParameters(node, module)
    .filter(([name, schema]) => !same(node.parameters[name], schema.default))
    .filter(([name]) => node.parameters[name] !== undefined);
  const told = changed.map(([name, schema]) => toldOf(schema, node.parameters[name]!)).filter(({ words }) => words);
  if (told.length > 0) return told[0]!.quoted ? wordsOf(told) : capital(wordsOf(told));
  return defaultsInWords(node, module) || module.summary.replace(/\.$/, "");
}

/** The card's title: the user's, else the dataset's name, else the module's title. */
export function nodeTitle(node: DesignNode, module: Module | undefined, dataset?: DatasetSummary): string {
  return node.title || dataset?.name || module?.title || node.module;
}

/** The module that brings a dataset onto the canvas: a table as rows, a file as it is. */
export const sourceOf = (dataset: DatasetSummary): "dataset" | "file" => (dataset.kind === "file" ? "file" : "dataset");

/** The dataset that a Dataset or File node names. */
export function datasetOf(
  node: DesignNode | undefined,
  datasets: ReadonlyMap<string, DatasetSummary>,
): DatasetSummary | undefined {
  const id = node?.module === "dataset" || node?.module === "file" ? node.parameters.dataset : undefined;
  return typeof id === "string" ? datasets.get(id) : undefined;
}

/** Modules whose parameters read better in words of their own. */
const SPECIAL: Record<string, (parameters: Parameters, node: DesignNode) => string | null> = {
  score_model: () => "Adds Scored Labels",
  evaluate_model: (_, node) => (Object.keys(node.inputs).length > 1 ? "Compares two models" : "Measures one model"),
  web_service_output: ({ name }) => `Answers as ${name}`,
  split_data: (parameters) => {
    const { fraction, splitting_mode: mode, seed } = parameters;
    if (typeof fraction !== "number" || (mode !== undefined && mode !== "Split Rows")) return null;
    return `${percent(fraction)} / ${percent(1 - fraction)}, seed ${seed ?? 0}`;
  },
};

function withDefaults(node: DesignNode, module: Module): Parameters {
  const defaults = Object.entries(module.parameters.properties).map(([name, schema]) => [name, schema.default ?? null]);
  return { ...(Object.fromEntries(defaults) as Parameters), ...node.parameters };
}

/** The parameters that the form shows with the present values. */
export function shownParameters(node: DesignNode, module: Module): [string, ParameterSchema][] {
  const values = withDefaults(node, module);
  return Object.entries(module.parameters.properties).filter(([, schema]) =>
    Object.entries(schema.shown_when ?? {}).every(([name, wanted]) =>
      wanted.some((value) => same(value, values[name])),
    ),
  );
}

function defaultsInWords(node: DesignNode, module: Module): string {
  const telling = shownParameters(node, module).filter(([name, schema]) => name !== "seed" && tells(schema));
  const words = telling.slice(0, 3).map(([, schema]) => parameterWords(schema, schema.default!));
  return capital(words.join(", "));
}

/** Whether a default is worth a word: a number, or one of a few choices. */
function tells({ default: value, title, enum: choices, anyOf }: ParameterSchema): boolean {
  if (typeof value === "number") return title.length < 26 && !anyOf;
  return typeof value === "string" && choices !== undefined && value.length < 40;
}

/** A parameter in words, and whether they begin with what the user wrote, which stays as it is. */
interface Told {
  words: string;
  quoted: boolean;
}

const wordsOf = (told: Told[]): string => told.map(({ words }) => words).join(", ");

function toldOf(schema: ParameterSchema, value: Json): Told {
  const words = parameterWords(schema, value);
  const named = isColumnChoice(value) ? value.names : value;
  const leading = Array.isArray(named) ? named[0] : named;
  const first = isCondition(leading) ? leading.column : leading;
  if (schema.enum || typeof first !== "string") return { words, quoted: false };
  const own = firstLine(first);
  const whole = ["", " ", ","].includes(words.charAt(own.length));
  return { words, quoted: own !== "" && words.startsWith(own) && whole };
}

function parameterWords(schema: ParameterSchema, value: Json): string {
  const title = lowerFirst(schema.title);
  if (schema.artifact_reference) return `result ${String(value).slice(0, 8)} of a run`;
  if (schema.code && typeof value === "string") return count(value.trimEnd().split("\n").length, "line");
  if (typeof value === "boolean") return value ? title : `no ${title}`;
  if (typeof value === "number") return numberWords(title, value);
  if (typeof value === "string") return schema.column_of ? `${title}: ${value}` : firstLine(value);
  if (isColumnChoice(value)) return columnWords(value);
  if (Array.isArray(value)) return listWords(value, title);
  if (isList(value)) return `${value.list.length} values of ${title}`;
  return isRange(value) ? `${title} ${value.range.minimum} to ${value.range.maximum}` : title;
}

function numberWords(title: string, value: number): string {
  if (/seed$/i.test(title)) return `seed ${value}`;
  const counted = title.match(/^number of (.*)/)?.[1];
  return counted ? `${value} ${counted}` : `${title} ${value}`;
}

/** "All but normalized-losses", "make and price", "numbers". */
export function columnWords(choice: ColumnChoice): string {
  const names = choice.names ?? [];
  if (choice.start === "none") return names.length > 0 ? inWords(names, 3) : "no column chosen";
  const but = names.length > 0 ? ` but ${inWords(names, 2)}` : "";
  if (choice.start !== "rule") return names.length > 0 ? `all${but}` : "all columns";
  const kinds = [...(choice.types ?? []), ...(choice.roles ?? [])];
  const named = choice.containing ? ` with "${choice.containing}"` : "";
  return `${kinds.length > 0 ? inWords(kinds, 3) : "all"} columns${named}${but}`;
}

/** "a, b and 3 more"; of what cannot be told apart, how many of what `title` names. */
export function listWords(value: Json[], title: string): string {
  if (value.length > 0 && value.every(isCondition)) return inWords(value.map(conditionWords), 2);
  const simple = value.every((item) => typeof item === "string" || typeof item === "number");
  return simple && value.length > 0 ? inWords(value.map(String), 3) : `${value.length} ${title}`;
}

export function isColumnChoice(value: Json): value is Json & ColumnChoice {
  return typeof value === "object" && value !== null && !Array.isArray(value) && ("names" in value || "start" in value);
}

function datasetWords(dataset: DatasetSummary, wanted: Json | undefined): string {
  const version = typeof wanted === "number" ? wanted : dataset.version;
  const chosen = dataset.versions.find((one) => one.version === version) ?? dataset;
  const kind = chosen.file_name.match(/\.([a-z0-9]+)(\.(gz|zst|zip))?$/i)?.[1]?.toUpperCase() ?? "Table";
  const which = dataset.version > 1 ? `, version ${version}` : "";
  return `${kind}, ${bytes(chosen.bytes)}${which}`;
}

const firstLine = (value: string): string => value.trimStart().split("\n", 1)[0]!;
const percent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
const same = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
