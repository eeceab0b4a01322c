/** A choice of columns, as `Columns` in modules/kit/parameters.py: the same rules, so that the form shows what a run will do. */

import type { Column, ColumnType, Role } from "../../api/types";
import type { ColumnProfile } from "../../api/views";
import type { Json } from "../../graph/types";
import { isNumeric, TYPE_WORDS } from "../../views/format";

export type Start = "all" | "none" | "rule";

export interface ColumnChoice {
  start: Start;
  names: string[];
  types: ColumnType[];
  roles: Role[];
  containing: string;
}

const EVERYTHING: ColumnChoice = { start: "all", names: [], types: [], roles: [], containing: "" };

/** What is stored, with everything that is left out filled in; of a field that waits to be filled in, no column. */
export function choiceOf(value: Json | undefined, byDefault: Json | undefined): ColumnChoice {
  if (value === undefined && byDefault === undefined) return { ...EVERYTHING, start: "none" };
  return { ...EVERYTHING, ...asObject(byDefault), ...asObject(value) } as ColumnChoice;
}

const asObject = (value: Json | undefined): object =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};

/** What is stored of a choice: no part that says nothing. */
export function stored(choice: ColumnChoice): Json {
  const { start, names, types, roles, containing } = choice;
  const rule = start === "rule" ? { types, roles, containing } : {};
  const told = Object.entries({ names, ...rule }).filter(([, part]) => part.length > 0);
  return { start, ...Object.fromEntries(told) };
}

/** Which of the columns are kept. */
export function isKept(column: Column, choice: ColumnChoice, named: ReadonlySet<string>): boolean {
  if (choice.start === "none") return named.has(column.name);
  if (named.has(column.name)) return false;
  return choice.start === "all" || fitsRule(column, choice);
}

function fitsRule(column: Column, { types, roles, containing }: ColumnChoice): boolean {
  return (
    (types.length === 0 || types.includes(column.type)) &&
    (roles.length === 0 || roles.includes(column.role)) &&
    column.name.toLowerCase().includes(containing.toLowerCase())
  );
}

/** The choice with the columns kept, or not; columns that the rule leaves out stay out. */
export function withKept(choice: ColumnChoice, columns: Column[], kept: boolean): ColumnChoice {
  const names = new Set(choice.names);
  for (const column of columns) {
    if (kept === (choice.start === "none")) names.add(column.name);
    else names.delete(column.name);
  }
  return { ...choice, names: [...names] };
}

/** Named columns that the data do not have. */
export function unknownNames(choice: ColumnChoice, columns: Column[]): string[] {
  const known = new Set(columns.map((column) => column.name));
  return choice.names.filter((name) => !known.has(name));
}

export type Group = "all" | "numbers" | "text" | "missing" | "kept";

export interface Filter {
  group: Group;
  query: string;
}

/** The columns that a filter shows. The query finds names, types, and "missing". */
export function shownColumns(
  columns: Column[],
  { group, query }: Filter,
  profiles: ReadonlyMap<string, ColumnProfile>,
  kept: (column: Column) => boolean,
): Column[] {
  const wanted = query.trim().toLowerCase();
  const missing = (column: Column) => (profiles.get(column.name)?.missing ?? 0) > 0;
  return columns.filter((column) => {
    if (!inGroup(column, group, missing, kept)) return false;
    if (!wanted) return true;
    return (
      column.name.toLowerCase().includes(wanted) ||
      TYPE_WORDS[column.type].startsWith(wanted) ||
      (wanted === "missing" && missing(column))
    );
  });
}

function inGroup(
  column: Column,
  group: Group,
  missing: (column: Column) => boolean,
  kept: (column: Column) => boolean,
): boolean {
  switch (group) {
    case "numbers":
      return isNumeric(column.type);
    case "text":
      return column.type === "text" || column.type === "category";
    case "missing":
      return missing(column);
    case "kept":
      return kept(column);
    default:
      return true;
  }
}

/** Names as people paste them: one a line, or separated by commas, semicolons or tabs; quotes taken off. */
export function pastedNames(text: string): string[] {
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
