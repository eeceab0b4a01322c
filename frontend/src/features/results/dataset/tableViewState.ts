/** How each table is looked at: its filter, its order, and its columns. Kept while the page is open, never in the design. */

import { create } from "zustand";
import { type Condition, formatCondition } from "../../../graph/rowConditions";

export interface SortKey {
  column: string;
  descending: boolean;
}

export interface TableViewState {
  conditions: Condition[];
  /** Whether rows satisfy all conditions, or any. */
  matchesAll: boolean;
  sort: SortKey[];
  hidden: string[];
  frozen: string[];
  /** Widths that the user gave, by column. */
  widths: Record<string, number>;
}

export const PLAIN_VIEW: TableViewState = {
  conditions: [],
  matchesAll: true,
  sort: [],
  hidden: [],
  frozen: [],
  widths: {},
};

/** By artifact. */
const useTableViewStates = create<Record<string, TableViewState>>(() => ({}));

export const useTableViewState = (artifact: string): TableViewState =>
  useTableViewStates((looks) => looks[artifact] ?? PLAIN_VIEW);

export function changeTableViewState(artifact: string, change: Partial<TableViewState>): void {
  useTableViewStates.setState((looks) => ({ [artifact]: { ...(looks[artifact] ?? PLAIN_VIEW), ...change } }));
}

/** The filter and the order as the server reads them; empty for the table as it is. */
export function serializeSelection({
  conditions,
  matchesAll,
  sort,
}: Pick<TableViewState, "conditions" | "matchesAll" | "sort">): string {
  if (conditions.length === 0 && sort.length === 0) return "";
  return JSON.stringify({ conditions, every: matchesAll, sort });
}

/** "&selection=..." with what else is asked; names may hold any character. */
export function buildSelectionQuery(
  selection: string,
  rest: Record<string, string | string[] | number | null | undefined> = {},
): string {
  const query = new URLSearchParams(selection ? { selection } : {});
  for (const [key, value] of Object.entries(rest)) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one !== null && one !== undefined && one !== "") query.append(key, String(one));
    }
  }
  return query.toString();
}

/** The order after a press on a column's name: up, down, as before. With others kept, the column comes last. */
export function toggleSort(sort: SortKey[], column: string, keepOthers: boolean): SortKey[] {
  const now = sort.find((key) => key.column === column);
  const others = keepOthers ? sort.filter((key) => key.column !== column) : [];
  if (!now) return [...others, { column, descending: false }];
  if (now.descending) return others;
  return keepOthers
    ? sort.map((key) => (key.column === column ? { column, descending: true } : key))
    : [{ column, descending: true }];
}

/** The conditions with those on one column replaced. */
export const replaceConditions = (conditions: Condition[], column: string, by: Condition[]): Condition[] => [
  ...conditions.filter((condition) => condition.column !== column),
  ...by,
];

export const describeConditions = ({
  conditions,
  matchesAll,
}: Pick<TableViewState, "conditions" | "matchesAll">): string =>
  conditions.map(formatCondition).join(matchesAll ? " and " : " or ");
