/** Ordered rules that choose columns, as `ColumnRule` in modules/kit/column_rules.py: the last one that fits decides. */

import type { Column, ColumnRole, ColumnType } from "../../api/apiTypes";
import type { ColumnProfiles } from "./useIncoming";

export interface ColumnRule {
  action?: "include" | "exclude";
  names?: string[];
  types?: ColumnType[];
  roles?: ColumnRole[];
  pattern?: string;
  positions?: string;
  missing_above?: number | null;
}

export type RuleCriterion = "every" | "names" | "types" | "roles" | "pattern" | "positions" | "missing_above";

/** What a rule with this criterion begins with. */
export const EMPTY_CRITERIA: Record<RuleCriterion, ColumnRule> = {
  every: {},
  names: { names: [] },
  types: { types: [] },
  roles: { roles: [] },
  pattern: { pattern: "" },
  positions: { positions: "" },
  missing_above: { missing_above: 0.5 },
};

/** What a rule goes by: the first thing that it says. */
export function getCriterion(rule: ColumnRule): RuleCriterion {
  const criteria = Object.keys(EMPTY_CRITERIA) as RuleCriterion[];
  return criteria.find((one) => one !== "every" && rule[one] !== undefined && rule[one] !== null) ?? "every";
}

/** The columns that the rules choose; null where one asks how much is missing and no run has told. */
export function chooseByRules(columns: Column[], rules: ColumnRule[], profiles: ColumnProfiles): Set<string> | null {
  const asksForRows = rules.some((rule) => typeof rule.missing_above === "number");
  if (asksForRows && profiles.byName.size === 0) return null;
  const chosen = columns.filter((column, at) => {
    const last = rules.findLast((rule) => fits(rule, column, at + 1, columns.length, profiles));
    return last !== undefined && last.action !== "exclude";
  });
  return new Set(chosen.map((column) => column.name));
}

function fits(rule: ColumnRule, column: Column, place: number, count: number, profiles: ColumnProfiles): boolean {
  const { names, types, roles, pattern, positions, missing_above: above } = rule;
  const missing = profiles.byName.get(column.name)?.missing ?? 0;
  return (
    (!names || names.includes(column.name)) &&
    (!types || types.includes(column.type)) &&
    (!roles || roles.includes(column.role)) &&
    (typeof pattern !== "string" || matchesWildcards(column.name.toLowerCase(), pattern.toLowerCase())) &&
    (typeof positions !== "string" || isAt(place, count, positions)) &&
    (typeof above !== "number" || missing / Math.max(profiles.rows, 1) > above)
  );
}

/** Whether the whole text fits a pattern with * and ?, in time that grows with both lengths only. */
export function matchesWildcards(text: string, pattern: string): boolean {
  let at = 0;
  let place = 0;
  let star = -1;
  let resume = 0;
  while (at < text.length) {
    if (pattern[place] === "*") {
      star = place++;
      resume = at;
    } else if (place < pattern.length && (pattern[place] === "?" || pattern[place] === text[at])) {
      at++;
      place++;
    } else if (star >= 0) {
      at = ++resume;
      place = star + 1;
    } else return false;
  }
  return [...pattern.slice(place)].every((sign) => sign === "*");
}

const POSITIONS = /^(-?[1-9]\d{0,5})(?:-(-?[1-9]\d{0,5}))?$/;

/** Whether a text says positions: "1-3, 5, -1". */
export const arePositions = (text: string): boolean => splitPositions(text).every((part) => POSITIONS.test(part));

const splitPositions = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

function isAt(place: number, count: number, positions: string): boolean {
  const fromStart = (position: number) => (position > 0 ? position : count + 1 + position);
  return splitPositions(positions).some((part) => {
    const found = POSITIONS.exec(part);
    if (!found) return false;
    const low = Number(found[1]);
    const high = found[2] === undefined ? low : Number(found[2]);
    return fromStart(low) <= place && place <= fromStart(high);
  });
}
