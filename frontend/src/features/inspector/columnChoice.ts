/** A choice of columns, as `Columns` in modules/kit/parameters.py: the same rules, so that the form shows what a run will do. */

import type { Column, ColumnRole, ColumnType } from "../../api/apiTypes";
import type { ColumnProfile } from "../../api/artifactViews";
import type { Json } from "../../api/designDocument";
import { isNumeric, TYPE_NAMES } from "../../lib/format";

export type ChoiceStart = "all" | "none" | "rule";

export interface ColumnSelection {
  start: ChoiceStart;
  names: string[];
  types: ColumnType[];
  roles: ColumnRole[];
  containing: string;
}

const EVERYTHING: ColumnSelection = { start: "all", names: [], types: [], roles: [], containing: "" };

/** What is stored, with everything that is left out filled in; of a field that waits to be filled in, no column. */
export function readColumnChoice(value: Json | undefined, byDefault: Json | undefined): ColumnSelection {
  if (value === undefined && byDefault === undefined) return { ...EVERYTHING, start: "none" };
  return { ...EVERYTHING, ...toObject(byDefault), ...toObject(value) } as ColumnSelection;
}

const toObject = (value: Json | undefined): object =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

/** What is stored of a choice: no part that says nothing. */
export function toStoredChoice(choice: ColumnSelection): Json {
  const { start, names, types, roles, containing } = choice;
  const rule = start === "rule" ? { types, roles, containing } : {};
  const nonEmptyParts = Object.entries({ names, ...rule }).filter(([, part]) => part.length > 0);
  return { start, ...Object.fromEntries(nonEmptyParts) };
}

/** Which of the columns are kept. */
export function isColumnChosen(column: Column, choice: ColumnSelection, named: ReadonlySet<string>): boolean {
  if (choice.start === "none") return named.has(column.name);
  if (named.has(column.name)) return false;
  return choice.start === "all" || matchesRule(column, choice);
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

/** Named columns that the data do not have. */
export function findUnknownNames(choice: ColumnSelection, columns: Column[]): string[] {
  const known = new Set(columns.map((column) => column.name));
  return choice.names.filter((name) => !known.has(name));
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
