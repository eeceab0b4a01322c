/** What the filters of dashboards are set to: of whoever looks, never a part of the design. */

import { create } from "zustand";
import type { DashboardTile } from "../../api/designDocument";
import type { Condition } from "../../graph/rowConditions";

/** By dashboard and tile. */
type FilterSettings = Readonly<Record<string, Readonly<Record<string, Condition[]>>>>;

const useFilterSettings = create<FilterSettings>(() => ({}));
const NO_FILTERS: Readonly<Record<string, Condition[]>> = {};

export const useFilters = (dashboard: string): Readonly<Record<string, Condition[]>> =>
  useFilterSettings((all) => all[dashboard] ?? NO_FILTERS);

export function setFilter(dashboard: string, tile: string, conditions: Condition[]): void {
  useFilterSettings.setState((all) => {
    const { [tile]: _was, ...others } = all[dashboard] ?? {};
    return { [dashboard]: conditions.length > 0 ? { ...others, [tile]: conditions } : others };
  });
}

export const clearFilters = (dashboard: string): void => useFilterSettings.setState({ [dashboard]: {} });

/** The conditions of the filters that are still on the dashboard and still about the same column. */
export const listConditions = (
  filters: Readonly<Record<string, Condition[]>>,
  tiles: ReadonlyMap<string, DashboardTile>,
): Condition[] =>
  Object.entries(filters).flatMap(([id, conditions]) =>
    conditions.filter(({ column }) => tiles.get(id)?.kind === "filter" && tiles.get(id)?.column === column),
  );
