/** What tiles read: of members from the results themselves, of people who came by a link as much as that shows. */

import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { RowWindow } from "../../api/apiTypes";
import type { ArtifactView, ChartView, SharedView } from "../../api/artifactViews";
import { getJson } from "../../api/client";
import type { DashboardTile, DesignNode, Json } from "../../api/designDocument";
import { type GuestRead, readSharedArtifact, readSharedRows, readSharedTile } from "../../api/guestSession";
import { queries } from "../../api/queries";
import { getReferences, parseReference } from "../../graph/ports";
import type { Condition } from "../../graph/rowConditions";
import { useModule } from "../../stores/catalogStore";
import { useDesign } from "../../stores/designStore";
import { getOutput, useOutput, useRun } from "../../stores/runStore";

/** How somebody who came by a link reads; null for members. `rows`: how many of each table the link shows. */
export interface GuestReader extends GuestRead {
  rows: number;
}

export const GuestReaderContext = createContext<GuestReader | null>(null);

const STABLE = { staleTime: Number.POSITIVE_INFINITY, placeholderData: keepPreviousData };
/** A tile shows at most so many rows of a table. */
export const MOST_TILE_ROWS = 200;

const buildQuery = (conditions: readonly Condition[], rest: Record<string, string | number | null>): string => {
  const query = new URLSearchParams();
  if (conditions.length > 0) query.set("selection", JSON.stringify({ conditions }));
  for (const [name, value] of Object.entries(rest)) if (value !== null) query.set(name, String(value));
  return query.toString();
};

/** The view of a result, as far as whoever is here may see it. */
export function useTileView(artifact: string | undefined): {
  view: ArtifactView | SharedView | null | undefined;
  error: Error | null;
} {
  const guest = useContext(GuestReaderContext);
  const member = useQuery({ ...queries.artifact(artifact ?? ""), enabled: artifact !== undefined && !guest });
  const shared = useQuery({
    queryKey: ["shared", guest?.id, guest?.run, artifact, "view", guest?.shows],
    queryFn: () => readSharedArtifact(guest!, artifact!),
    enabled: artifact !== undefined && guest !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  return guest ? { view: shared.data?.view, error: shared.error } : { view: member.data?.view, error: member.error };
}

/** The columns of a table, as far as they are known. */
export function useTileColumns(artifact: string | undefined) {
  const { view, error } = useTileView(artifact);
  const columns = view?.kind === "dataset" || view?.kind === "schema" ? view.columns : undefined;
  return { columns, error };
}

/** Whether filters act on a table: a link has to show all of its rows. */
export function useIsFilterable(node: string | null, port: string | null): boolean {
  const guest = useContext(GuestReaderContext);
  const output = useOutput(node ?? "", port ?? "");
  if (!guest) return true;
  return (
    guest.shows === "rows" &&
    !guest.run &&
    output !== undefined &&
    (output.rows ?? Number.POSITIVE_INFINITY) <= guest.rows
  );
}

export function useTileRows(artifact: string, conditions: readonly Condition[]) {
  const guest = useContext(GuestReaderContext);
  const query = buildQuery(conditions, { limit: MOST_TILE_ROWS });
  return useQuery({
    queryKey: ["tile-rows", guest?.id, guest?.run, artifact, query],
    queryFn: (): Promise<RowWindow> => {
      if (!guest) return getJson<RowWindow>(`/api/artifacts/${artifact}/rows?${query}`);
      return conditions.length > 0
        ? readSharedTile<RowWindow>(guest, artifact, `filtered-rows?${query}`)
        : readSharedRows(guest, artifact);
    },
    ...STABLE,
  });
}

export function useFigure(artifact: string, tile: DashboardTile, conditions: readonly Condition[]) {
  const guest = useContext(GuestReaderContext);
  const query = `figure?${buildQuery(conditions, { figure: tile.show ?? "rows", column: tile.column })}`;
  return useQuery({
    queryKey: ["tile-figure", guest?.id, artifact, query],
    queryFn: () =>
      guest
        ? readSharedTile<{ value: Json }>(guest, artifact, query)
        : getJson<{ value: Json }>(`/api/artifacts/${artifact}/${query}`),
    ...STABLE,
  });
}

export interface FilterValues {
  values: Json[];
  total: number;
}

export function useFilterValues(artifact: string | undefined, column: string, wanted: boolean) {
  const guest = useContext(GuestReaderContext);
  const query = `values?${new URLSearchParams({ column })}`;
  return useQuery({
    queryKey: ["filter-values", guest?.id, artifact, column],
    queryFn: () =>
      guest
        ? readSharedTile<FilterValues>(guest, artifact!, query)
        : getJson<FilterValues>(`/api/artifacts/${artifact}/${query}`),
    enabled: artifact !== undefined && wanted,
    ...STABLE,
  });
}

/** The tables that a chart is drawn of, by the ports of its module; null where the node is no chart or one is missing. */
export function useChartInputs(node: string): string[] | null {
  const placed = useDesign(({ document }) => document?.nodes[node]);
  const module = useModule(placed?.module);
  // Drawn anew when a step before it gave another result.
  useRun((store) => store.steps);
  useDesign(({ analysis }) => analysis?.known);
  if (!placed || module?.role !== "chart") return null;
  return listInputArtifacts(
    placed,
    module.inputs.map(({ name }) => name),
  );
}

function listInputArtifacts(placed: DesignNode, ports: string[]): string[] | null {
  const references = ports.flatMap((port) => getReferences(placed, port));
  const artifacts = references.map((reference) => {
    const { node, port } = parseReference(reference);
    return getOutput(node, port)?.artifact;
  });
  return artifacts.length > 0 && artifacts.every((one) => one !== undefined) ? (artifacts as string[]) : null;
}

/** A chart drawn again for the rows that the filters leave; nothing while no filter acts. */
export function useFilteredChart(node: string, artifact: string, conditions: readonly Condition[]) {
  const guest = useContext(GuestReaderContext);
  const placed = useDesign(({ document }) => document?.nodes[node]);
  const inputs = useChartInputs(node);
  const wanted = conditions.length > 0 && placed !== undefined && inputs !== null;
  return useQuery(
    queryOptions({
      queryKey: ["tile-chart", guest?.id, artifact, inputs, placed?.parameters, conditions],
      queryFn: () => {
        if (guest) return readSharedTile<ChartView>(guest, artifact, `chart?${buildQuery(conditions, { node })}`);
        const parameters = JSON.stringify(placed!.parameters);
        const rest = { module: placed!.module, parameters, highlighted: inputs![1] ?? null };
        return getJson<ChartView>(`/api/artifacts/${inputs![0]}/chart?${buildQuery(conditions, rest)}`);
      },
      enabled: wanted,
      ...STABLE,
    }),
  );
}
