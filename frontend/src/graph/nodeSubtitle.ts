/** A node's parameters in a few words: what differs from the default, else what it does. */

import type { DatasetSummary, Module, ParameterWidget } from "../api/apiTypes";
import type { DesignNode, Json } from "../api/designDocument";
import {
  capitalize,
  formatBytes,
  formatWholeNumber,
  joinWords,
  lowercaseFirst,
  pluralize,
} from "../messages/formatting";
import { isDatasetSource, type ModuleRole } from "./moduleRoles";
import { isSweepList, isSweepRange } from "./parameterSweep";
import { getReferences } from "./ports";
import { formatCondition, isCondition } from "./rowConditions";

/** So many letters fit beside the picture of a card, about. */
const LINE = 30;

type ParameterValues = Record<string, Json>;

interface SelectedColumns {
  start?: "all" | "none" | "rule" | "rules";
  rules?: Json[];
  names?: string[];
  types?: string[];
  roles?: string[];
  containing?: string;
}

/** The line under a node's title. */
export function formatSubtitle(node: DesignNode, module: Module | undefined, dataset?: DatasetSummary): string {
  if (!module) return node.module;
  if (isDatasetSource(module)) return dataset ? formatDatasetSubtitle(dataset, node.parameters.version) : "";
  const special = module.role && module.task === null ? SUBTITLE_FORMATTERS[module.role] : undefined;
  const words = special?.(fillDefaults(node, module), node);
  if (words) return words;
  const changed = listShownParameters(node, module)
    .filter((widget) => widget.required || !isEqualValue(node.parameters[widget.name], widget.default))
    .filter(({ name }) => node.parameters[name] !== undefined);
  const told = changed
    .map((widget) => formatParameterText(widget, node.parameters[widget.name]!))
    .filter(({ words }) => words);
  if (told.length > 0) return told[0]!.quoted ? joinParameterTexts(told) : capitalize(joinParameterTexts(told));
  return formatDefaults(node, module) || module.summary.replace(/\.$/, "");
}

/** The card's title: the user's, else the dataset's name, else the module's title. */
export function getNodeTitle(node: DesignNode, module: Module | undefined, dataset?: DatasetSummary): string {
  return node.title || dataset?.name || module?.title || node.module;
}

/** The dataset that a Dataset or File node names. */
export function findDataset(
  node: DesignNode | undefined,
  module: Module | undefined,
  datasets: ReadonlyMap<string, DatasetSummary>,
): DatasetSummary | undefined {
  const id = isDatasetSource(module) ? node?.parameters.dataset : undefined;
  return typeof id === "string" ? datasets.get(id) : undefined;
}

type SubtitleFormatter = (parameters: ParameterValues, node: DesignNode) => string | null;

/** How many models an evaluation has to tell apart. */
function describeEvaluator(models: number): string {
  if (models < 2) return "Measures one model";
  return models === 2 ? "Compares two models" : `Compares ${formatWholeNumber(models)} models`;
}

/** Modules whose parameters read better in words of their own. */
const SUBTITLE_FORMATTERS: Partial<Record<ModuleRole, SubtitleFormatter>> = {
  scorer: () => "Adds Scored Labels",
  transformation_applier: () => "Applies a fitted step",
  evaluator: (_, node) =>
    describeEvaluator(Object.keys(node.inputs).flatMap((port) => getReferences(node, port)).length),
  service_output: ({ name }) => `Returns ${name}`,
  splitter: (parameters) => {
    const { fraction, splitting_mode: mode, seed } = parameters;
    if (typeof fraction !== "number") return null;
    const shares = `${formatPercent(fraction)} / ${formatPercent(1 - fraction)}`;
    if (mode === "Split by Time") return `${shares}, oldest first`;
    return mode === undefined || mode === "Split Rows" ? `${shares}, seed ${seed ?? 0}` : null;
  },
};

function fillDefaults(node: DesignNode, module: Module): ParameterValues {
  const defaults = module.widgets.map((widget) => [widget.name, widget.default]);
  return { ...(Object.fromEntries(defaults) as ParameterValues), ...node.parameters };
}

/** The parameters that the form shows with the present values. */
export function listShownParameters(node: DesignNode, module: Module): ParameterWidget[] {
  const values = fillDefaults(node, module);
  const holds = ([name, wanted]: [string, Json[]]) => wanted.some((value) => isEqualValue(value, values[name]));
  return module.widgets.filter(({ shown_when, hidden_when }) => {
    const hidden = Object.entries(hidden_when);
    return Object.entries(shown_when).every(holds) && !(hidden.length > 0 && hidden.every(holds));
  });
}

function formatDefaults(node: DesignNode, module: Module): string {
  const telling = listShownParameters(node, module).filter(
    (widget) => widget.name !== "seed" && isTellingDefault(widget),
  );
  const words = telling.slice(0, 3).map((widget) => formatParameter(widget, widget.default));
  return capitalize(words.slice(0, countFitting(words)).join(", "));
}

/** How many of the words, with commas between them, a line of a card has room for: one at least. */
function countFitting(words: readonly string[], room = LINE): number {
  let length = -2;
  const over = words.findIndex((word) => {
    length += word.length + 2;
    return length > room;
  });
  return over < 0 ? words.length : Math.max(1, over);
}

/** "normalized-losses and 5 more": as many names as a line has room for, so that their number is never cut off. */
function joinFitting(names: readonly string[], most: number, room = LINE): string {
  if (names.length < 2 || (names.length <= most && countFitting(names, room) === names.length)) return joinWords(names);
  const named = Math.min(most - 1 || 1, countFitting(names, room - " and 99 more".length));
  return `${names.slice(0, named).join(", ")} and ${names.length - named} more`;
}

/** Whether a default is worth a word: a number, or one of a few choices. */
function isTellingDefault({ kind, default: value, title, nullable }: ParameterWidget): boolean {
  if (nullable) return false;
  if (typeof value === "number") return title.length < 26;
  return typeof value === "string" && kind === "choice" && value !== "None" && value.length < 40;
}

/** A parameter in words, and whether they begin with what the user wrote, which stays as it is. */
interface ParameterText {
  words: string;
  quoted: boolean;
}

const joinParameterTexts = (told: ParameterText[]): string => told.map(({ words }) => words).join(", ");

function formatParameterText(widget: ParameterWidget, value: Json): ParameterText {
  const words = formatParameter(widget, value);
  const named = isColumnSelection(value) ? value.names : value;
  const leading = Array.isArray(named) ? named[0] : named;
  const first = isCondition(leading) ? leading.column : leading;
  if (widget.kind === "choice" || typeof first !== "string") return { words, quoted: false };
  const own = getFirstLine(first);
  const whole = ["", " ", ","].includes(words.charAt(own.length));
  return { words, quoted: own !== "" && words.startsWith(own) && whole };
}

function formatParameter(widget: ParameterWidget, value: Json): string {
  const title = lowercaseFirst(widget.title);
  if (widget.kind === "artifact") return `stored result ${String(value).slice(0, 8)}`;
  if (widget.kind === "code" && typeof value === "string") return pluralize(value.trimEnd().split("\n").length, "line");
  if (typeof value === "boolean") return value ? title : `no ${title}`;
  if (typeof value === "number") return formatNumberParameter(title, value);
  if (typeof value === "string" && widget.kind === "choice") return formatChoice(value);
  if (typeof value === "string") return widget.kind === "column" ? `${title}: ${value}` : getFirstLine(value);
  if (isColumnSelection(value)) return formatColumnSelection(value);
  if (widget.kind === "rows" && Array.isArray(value)) return formatRows(value);
  if (Array.isArray(value)) return formatList(value, title);
  if (isSweepList(value)) return `${value.list.length} values of ${title}`;
  return isSweepRange(value) ? `${title} ${value.range.minimum} to ${value.range.maximum}` : title;
}

/** "Clear features" for "ClearFeatures" and the like; names such as YeoJohnson stay whole. */
export const formatChoice = (choice: string): string =>
  /^(Clear|Clip|Column|Non|Read|Replace|Result|Set)[A-Z]/.test(choice)
    ? choice.replace(/^Non/, "Not").replace(/\B[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    : choice;

function formatNumberParameter(title: string, value: number): string {
  if (/seed$/i.test(title)) return `seed ${value}`;
  const counted = title.match(/^number of (.*)/)?.[1];
  return counted ? `${value} ${counted}` : `${title} ${value}`;
}

/** "All but normalized-losses", "make and price", "numbers". */
export function formatColumnSelection(choice: SelectedColumns): string {
  const names = choice.names ?? [];
  if (choice.start === "none") return names.length > 0 ? joinFitting(names, 3) : "no column chosen";
  const but = names.length > 0 ? ` but ${joinWords(names, 2)}` : "";
  if (choice.start === "rules") return `columns by ${pluralize(choice.rules?.length ?? 0, "rule")}${but}`;
  if (choice.start !== "rule") return names.length > 0 ? `all${but}` : "all columns";
  const kinds = [...(choice.types ?? []), ...(choice.roles ?? [])];
  const named = choice.containing ? ` with "${choice.containing}"` : "";
  return `${kinds.length > 0 ? joinWords(kinds, 3) : "all"} columns${named}${but}`;
}

/** "a, b and 3 more"; of what cannot be told apart, how many of what `getTrialsTitle` names. */
export function formatList(value: Json[], title: string): string {
  if (value.length > 0 && value.every(isCondition)) return joinWords(value.map(formatCondition), 2);
  const simple = value.every((item) => typeof item === "string" || typeof item === "number");
  return simple && value.length > 0 ? joinFitting(value.map(String), 3) : `${value.length} ${title}`;
}

/** "price mean, doors max and 2 more": what was typed and chosen in each row. */
export const formatRows = (rows: Json[]): string => joinWords(rows.map(formatRow).filter(Boolean), 2);

function formatRow(row: Json): string {
  if (typeof row !== "object" || row === null || Array.isArray(row)) return "";
  const cells = Object.values(row).map((cell) =>
    Array.isArray(cell) && cell.every((item) => typeof item === "string") ? cell.join(", ") : cell,
  );
  return cells.filter((cell) => typeof cell === "string" || typeof cell === "number").join(" ");
}

export function isColumnSelection(value: Json): value is Json & SelectedColumns {
  return typeof value === "object" && value !== null && !Array.isArray(value) && ("names" in value || "start" in value);
}

function formatDatasetSubtitle(dataset: DatasetSummary, wanted: Json | undefined): string {
  const version = typeof wanted === "number" ? wanted : dataset.version;
  const chosen = dataset.versions.find((one) => one.version === version) ?? dataset;
  const kind = chosen.file_name.match(/\.([a-z0-9]+)(\.(gz|zst|zip))?$/i)?.[1]?.toUpperCase() ?? "Table";
  const which = dataset.version > 1 ? `, version ${version}` : "";
  return `${kind}, ${formatBytes(chosen.bytes)}${which}`;
}

const getFirstLine = (value: string): string => value.trimStart().split("\n", 1)[0]!;
const formatPercent = (share: number): string => `${Number((share * 100).toFixed(1))} %`;
const isEqualValue = (a: Json | undefined, b: Json | undefined): boolean => JSON.stringify(a) === JSON.stringify(b);
