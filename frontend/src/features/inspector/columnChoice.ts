/** A choice of columns, as `Columns` in modules/kit/parameters.py: the same rules, so that the form shows what a run will do. */

import type { Column, ColumnRole, ColumnType } from "../../api/apiTypes";
import type { ColumnProfile } from "../../api/artifactViews";
import type { Json } from "../../api/designDocument";
import { isNumeric, TYPE_NAMES } from "../../lib/format";
import { type ColumnRule, chooseByRules } from "./columnRules";
import type { ColumnProfiles } from "./useIncoming";

export type ChoiceStart = "all" | "none" | "rule" | "rules";

export interface ColumnSelection {
  start: ChoiceStart;
  names: string[];
  types: ColumnType[];
  roles: ColumnRole[];
  containing: string;
  /** Each includes or excludes columns; they count where the start is "rules". */
  rules: ColumnRule[];
}

const EVERYTHING: ColumnSelection = { start: "all", names: [], types: [], roles: [], containing: "", rules: [] };

/** What is stored, with everything that is left out filled in; of a field that waits to be filled in, no column. */
export function readColumnChoice(value: Json | undefined, byDefault: Json | undefined): ColumnSelection {
  if (value === undefined && byDefault === undefined) return { ...EVERYTHING, start: "none" };
  return { ...EVERYTHING, ...toObject(byDefault), ...toObject(value) } as ColumnSelection;
}

const toObject = (value: Json | undefined): object =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

/** What is stored of a choice: no part that says nothing. */
export function toStoredChoice(choice: ColumnSelection): Json {
  const { start, names, types, roles, containing, rules } = choice;
  const rule = start === "rule" ? { types, roles, containing } : {};
  const ordered = start === "rules" ? { rules: rules as Json[] } : {};
  const nonEmptyParts = Object.entries({ names, ...rule, ...ordered }).filter(([, part]) => part.length > 0);
  return { start, ...Object.fromEntries(nonEmptyParts) };
}

/** Which of the columns are kept. */
export function isColumnChosen(column: Column, choice: ColumnSelection, named: ReadonlySet<string>): boolean {
  if (choice.start === "none") return named.has(column.name);
  if (named.has(column.name)) return false;
  return choice.start === "all" || matchesRule(column, choice);
}

/** Whether each column is kept, also by rules, which go by where it stands and how much of it is missing. */
export function buildChoiceTest(
  choice: ColumnSelection,
  schema: Column[],
  profiles: ColumnProfiles,
): (column: Column) => boolean {
  const named = new Set(choice.names);
  if (choice.start !== "rules") return (column) => isColumnChosen(column, choice, named);
  const chosen = chooseByRules(schema, choice.rules, profiles);
  return (column) => chosen?.has(column.name) === true && !named.has(column.name);
}

function matchesRule(column: Column, { types, roles, containing }: ColumnSelection): boolean {
  return (
    (types.length === 0 || types.includes(column.type)) &&
    (roles.length === 0 || roles.includes(column.role)) &&
    column.name.toLowerCase().includes(containing.toLowerCase())
  );
}

/** The choice with the columns kept, or not; columns that the rule leaves out stay out. */
export function setColumnsChosen(choice: ColumnSelection, columns: Column[], isChosen: boolean): ColumnSelection {
  const names = new Set(choice.names);
  for (const column of columns) {
    if (isChosen === (choice.start === "none")) names.add(column.name);
    else names.delete(column.name);
  }
  return { ...choice, names: [...names] };
}

/** The choice without these names, in its rules too; a rule that names no column any more goes. */
export function removeNames(choice: ColumnSelection, names: string[]): ColumnSelection {
  const isLeft = (name: string) => !names.includes(name);
  const rules = choice.rules
    .map((rule) => (rule.names ? { ...rule, names: rule.names.filter(isLeft) } : rule))
    .filter((rule, at) => rule.names?.length !== 0 || choice.rules[at]!.names!.length === 0);
  return { ...choice, names: choice.names.filter(isLeft), rules };
}

/** Named columns that the data do not have. */
export function findUnknownNames(choice: ColumnSelection, columns: Column[]): string[] {
  const known = new Set(columns.map((column) => column.name));
  const ruled = choice.start === "rules" ? choice.rules.flatMap((rule) => rule.names ?? []) : [];
  return [...new Set([...choice.names, ...ruled])].filter((name) => !known.has(name));
}

export type ColumnGroup = "all" | "numbers" | "text" | "missing" | "kept";

export interface ColumnListFilter {
  group: ColumnGroup;
  query: string;
}

/** The columns that a filter shows. The query finds names, types, and "missing". */
export function filterColumns(
  columns: Column[],
  { group, query }: ColumnListFilter,
  profiles: ReadonlyMap<string, ColumnProfile>,
  isChosen: (column: Column) => boolean,
): Column[] {
  const needle = query.trim().toLowerCase();
  const missing = (column: Column) => (profiles.get(column.name)?.missing ?? 0) > 0;
  return columns.filter((column) => {
    if (!isInColumnGroup(column, group, missing, isChosen)) return false;
    if (!needle) return true;
    return (
      column.name.toLowerCase().includes(needle) ||
      TYPE_NAMES[column.type].startsWith(needle) ||
      (needle === "missing" && missing(column))
    );
  });
}

function isInColumnGroup(
  column: Column,
  group: ColumnGroup,
  missing: (column: Column) => boolean,
  isChosen: (column: Column) => boolean,
): boolean {
  switch (group) {
    case "numbers":
      return isNumeric(column.type);
    case "text":
      return column.type === "text" || column.type === "category";
    case "missing":
      return missing(column);
    case "kept":
      return isChosen(column);
    default:
      return true;
  }
}

/** Names as people paste them: one a line, or separated by commas, semicolons or tabs; quotes taken off. */
export function parsePastedNames(text: string): string[] {
  const parts = text.includes("\n") ? text.split(/\r?\n/) : text.split(/[,;\t]/);
  const names = parts.map((part) =>
    part
      .trim()
      .replace(/,$/, "")
      .replace(/^(["'])(.*)\1$/, "$2")
      .trim(),
  );
  return [...new Set(names.filter(Boolean))];
}
