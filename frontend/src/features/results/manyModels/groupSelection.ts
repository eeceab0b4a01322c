/** Which groups are drawn and in which order, and what their pictures hold. */

import type { ManyModelsView, MeasuredGroup } from "../../../api/artifactViews";
import { formatPercent, formatShort } from "../../../lib/format";
import { manyModelsTexts as texts } from "../../../messages/manyModelsTexts";

export type GroupResult = MeasuredGroup["result"];
export type GroupSort = "error" | "lead" | "rows" | "name";

export interface RankedGroup extends MeasuredGroup {
  /** Its place by the error, from 1 on. */
  rank: number;
  name: string;
}

/** Whether the groups are series, whose forecasts are compared with the last season repeated. */
export const isForecast = (view: ManyModelsView): boolean => view.baseline === "seasonal naive";

/** What a result is called. */
export const nameResult = (view: ManyModelsView, result: GroupResult): string =>
  (isForecast(view) ? (texts.forecastResults as Partial<Record<GroupResult, string>>)[result] : undefined) ??
  texts.results[result];

export const rankGroups = (view: ManyModelsView): RankedGroup[] =>
  view.groups.map((group, at) => ({ ...group, rank: at + 1, name: nameGroup(view, group) }));

/** "Bath", and with numbers as keys "season 2, weekday 1". */
function nameGroup(view: ManyModelsView, group: MeasuredGroup): string {
  const said = group.key.map((value, at) =>
    value !== "" && Number.isFinite(Number(value)) && view.keys[at] ? `${view.keys[at]} ${value}` : value,
  );
  return said.join(", ");
}

/** How far the group's own model is ahead of the global one; undefined errors count as level. */
export const computeLead = (group: MeasuredGroup): number =>
  group.error === null || group.general_error === null ? 0 : group.general_error - group.error;

const ORDERS: Record<GroupSort, (a: RankedGroup, b: RankedGroup) => number> = {
  error: (a, b) => a.rank - b.rank,
  lead: (a, b) => computeLead(a) - computeLead(b) || a.rank - b.rank,
  rows: (a, b) => b.rows - a.rows || a.rank - b.rank,
  name: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
};

export function selectGroups(
  groups: RankedGroup[],
  words: string,
  hidden: ReadonlySet<GroupResult>,
  sort: GroupSort,
): RankedGroup[] {
  const wanted = words.trim().toLocaleLowerCase();
  return groups
    .filter((group) => !hidden.has(group.result) && group.name.toLocaleLowerCase().includes(wanted))
    .sort(ORDERS[sort]);
}

const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+-";

/** The points of a line as shares of its scale; null where a value is missing. */
export const decodePoints = (line: string): (number | null)[] =>
  [...line].map((digit) => (digit === "." ? null : DIGITS.indexOf(digit) / 63));

/** A path through the points within so much room; it begins anew after a missing value. */
export function drawPoints(line: string, width: number, height: number, inset = 0): string {
  const points = decodePoints(line);
  const step = (width - 2 * inset) / Math.max(1, points.length - 1);
  let pen = "M";
  return points
    .map((share, at) => {
      if (share === null) {
        pen = "M";
        return "";
      }
      const command = `${pen}${(inset + at * step).toFixed(1)} ${(height - inset - share * (height - 2 * inset)).toFixed(1)}`;
      pen = "L";
      return command;
    })
    .join("");
}

export const formatError = (view: ManyModelsView, value: number | null): string =>
  value === null ? texts.undefined : view.percent ? formatPercent(value) : formatShort(value);

export function computeMedian(values: number[]): number | null {
  if (values.length === 0) return null;
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}

export interface ErrorBins {
  edges: number[];
  own: number[];
  general: number[];
}

const BINS = 40;

/** Groups by their errors; the last bin has all beyond the widest 2 %. */
export function countErrors(groups: MeasuredGroup[]): ErrorBins | null {
  const own = groups.flatMap(({ error }) => (error === null ? [] : [error]));
  const general = groups.flatMap(({ general_error }) => (general_error === null ? [] : [general_error]));
  if (own.length === 0) return null;
  const sorted = [...own, ...general].sort((a, b) => a - b);
  const top = sorted[Math.floor(0.98 * (sorted.length - 1))]! || sorted.at(-1)! || 1;
  const width = top / (BINS - 1);
  const count = (values: number[]) => {
    const counts = Array<number>(BINS).fill(0);
    for (const value of values) counts[Math.min(BINS - 1, Math.floor(value / width))]! += 1;
    return counts;
  };
  return { edges: Array.from({ length: BINS }, (_, at) => at * width), own: count(own), general: count(general) };
}
