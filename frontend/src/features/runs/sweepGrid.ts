/** The runs of a sweep in a grid: the values of one or two settings, and how good each run was. */

import type { ListedRun, VariedParameter } from "../../api/apiTypes";
import type { Json } from "../../api/designDocument";
import { findBestMetric, type MetricColumn } from "./runColumns";

export interface GridCell {
  run: ListedRun;
  /** Null while it is not measured. */
  value: number | null;
  /** From 0, the worst, to 1, the best. */
  goodness: number | null;
}

export interface SweepGrid {
  columns: Json[];
  /** One row without a name where only one setting differs. */
  rows: { name: Json | null; cells: (GridCell | null)[] }[];
  best: ListedRun | null;
}

export function buildSweepGrid(runs: readonly ListedRun[], varied: VariedParameter[], metric: MetricColumn): SweepGrid {
  const [across, down] = varied;
  const values = runs.map((run) => findBestMetric(run, metric));
  const known = values.filter((value) => value !== null);
  const [low, high] = [Math.min(...known), Math.max(...known)];
  const rate = (value: number | null): number | null => {
    if (value === null) return null;
    if (high === low) return 1;
    const share = (value - low) / (high - low);
    return metric.metric.better === "lower" ? 1 - share : share;
  };
  const cells = runs.map((run, at) => ({ run, value: values[at]!, goodness: rate(values[at]!) }));
  const columns = listDistinct(across?.values ?? []);
  const names = down ? listDistinct(down.values) : [null];
  const isAt = (at: number, column: Json, name: Json | null) =>
    isSame(across?.values[at], column) && (!down || isSame(down.values[at], name));
  return {
    columns,
    rows: names.map((name) => ({
      name,
      cells: columns.map((column) => cells.find((_, at) => isAt(at, column, name)) ?? null),
    })),
    best: cells.find(({ goodness }) => goodness === 1)?.run ?? null,
  };
}

export interface LinePoint {
  run: ListedRun;
  x: number;
  y: number;
  isBest: boolean;
}

/** The measured runs along one setting that is a number; null where they make no line. */
export function listLinePoints({ columns, rows, best }: SweepGrid): LinePoint[] | null {
  if (rows.length !== 1 || !columns.every((column) => typeof column === "number")) return null;
  const points = rows[0]!.cells.flatMap((cell, at) =>
    cell && cell.value !== null
      ? [{ run: cell.run, x: columns[at] as number, y: cell.value, isBest: cell.run.id === best?.id }]
      : [],
  );
  return points.length > 2 ? points : null;
}

/** What is tried now: the values of the runs under way, as in "Trees 50, Kind x". */
export function listRunningValues(
  runs: readonly ListedRun[],
  varied: VariedParameter[],
  format: (value: Json) => string,
): string[] {
  return runs.flatMap(({ state }, at) =>
    state === "running" ? [varied.map(({ title, values }) => `${title} ${format(values[at]!)}`).join(", ")] : [],
  );
}

const isSame = (one: Json | undefined, other: Json | null): boolean => JSON.stringify(one) === JSON.stringify(other);

function listDistinct(values: Json[]): Json[] {
  const found = [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
  return found.every((value) => typeof value === "number") ? found.sort((one, other) => one - other) : found;
}
