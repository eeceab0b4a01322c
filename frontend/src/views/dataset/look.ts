/** How each table is looked at: its filter, its order, and its columns. Kept while the page is open, never in the design. */

import { create } from "zustand";
import { type Condition, conditionWords } from "../../graph/conditions";

export interface SortKey {
  column: string;
  descending: boolean;
}

export interface Look {
  conditions: Condition[];
  /** Whether rows satisfy all conditions, or any. */
  every: boolean;
  sort: SortKey[];
  hidden: string[];
  frozen: string[];
  /** Widths that the user gave, by column. */
  widths: Record<string, number>;
}

export const PLAIN: Look = { conditions: [], every: true, sort: [], hidden: [], frozen: [], widths: {} };

/** By artifact. */
const useLooks = create<Record<string, Look>>(() => ({}));

export const useLook = (artifact: string): Look => useLooks((looks) => looks[artifact] ?? PLAIN);

export function changeLook(artifact: string, change: Partial<Look>): void {
  useLooks.setState((looks) => ({ [artifact]: { ...(looks[artifact] ?? PLAIN), ...change } }));
}

/** The filter and the order as the server reads them; empty for the table as it is. */
export function selectionOf({ conditions, every, sort }: Pick<Look, "conditions" | "every" | "sort">): string {
  if (conditions.length === 0 && sort.length === 0) return "";
  return JSON.stringify({ conditions, every, sort });
}

/** "&selection=..." with what else is asked; names may hold any character. */
export function queryOf(
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
export function pressed(sort: SortKey[], column: string, keepOthers: boolean): SortKey[] {
  const now = sort.find((key) => key.column === column);
  const others = keepOthers ? sort.filter((key) => key.column !== column) : [];
  if (!now) return [...others, { column, descending: false }];
  if (now.descending) return others;
  return keepOthers
    ? sort.map((key) => (key.column === column ? { column, descending: true } : key))
    : [{ column, descending: true }];
}

/** The conditions with those on one column replaced. */
export const replaced = (conditions: Condition[], column: string, by: Condition[]): Condition[] => [
  ...conditions.filter((condition) => condition.column !== column),
  ...by,
];

export const inWords = ({ conditions, every }: Pick<Look, "conditions" | "every">): string =>
  conditions.map(conditionWords).join(every ? " and " : " or ");
