/** What stands in a tile, by its kind. */

import { useElementSize } from "@mantine/hooks";
import { Suspense, useContext } from "react";
import type { ArtifactView, ChartView, SharedView } from "../../api/artifactViews";
import type { DashboardTile, Json } from "../../api/designDocument";
import type { Condition } from "../../graph/rowConditions";
import { formatCount, formatShort } from "../../lib/format";
import { lazyWithRetry } from "../../lib/lazy";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { useDesign } from "../../stores/designStore";
import { useOutput } from "../../stores/runStore";
import { ResultBody } from "../results/ResultBody";
import { ResultSkeleton } from "../results/ResultSkeleton";
import {
  GuestReaderContext,
  useChartInputs,
  useFigure,
  useFilteredChart,
  useIsFilterable,
  useTileRows,
  useTileView,
} from "./dashboardData";
import { FilterTile } from "./FilterTile";
import { TextTile } from "./TextTile";
import { useTileTitle } from "./tileNames";
import { useTileViews } from "./tileViews";

const DataChartView = lazyWithRetry(() => import("../results/dataChart/DataChartView"));
const InputTile = lazyWithRetry(() => import("./InputTile"));

export interface TileProps {
  /** The dashboard. */
  id: string;
  name: string;
  tile: DashboardTile;
  /** What the filters of the dashboard are set to. */
  conditions: readonly Condition[];
  mayEdit: boolean;
}

export function TileContent(props: TileProps) {
  const { tile } = props;
  if (tile.kind === "text") return <TextTile {...props} />;
  if (tile.kind === "filter") return <FilterTile {...props} />;
  if (tile.kind === "input") {
    return (
      <Suspense fallback={null}>
        <InputTile {...props} />
      </Suspense>
    );
  }
  return <OutputTile {...props} />;
}

/** A tile about what left a port: says why there is nothing, where that is so. */
function OutputTile(props: TileProps) {
  const { tile } = props;
  const isThere = useDesign(({ document }) => tile.node !== null && document?.nodes[tile.node] !== undefined);
  const output = useOutput(tile.node ?? "", tile.port ?? "");
  const guest = useContext(GuestReaderContext);
  const title = useTileTitle(tile);
  if (!isThere) return <p className="board-note">{texts.nodeGone}</p>;
  if (!output) return <p className="board-note">{guest ? texts.notShown : texts.noResult(title)}</p>;
  if (tile.kind === "number") return <NumberTile {...props} artifact={output.artifact} />;
  return <ResultTile {...props} artifact={output.artifact} />;
}

function ResultTile({ tile, artifact, conditions }: TileProps & { artifact: string }) {
  const { view, error } = useTileView(artifact);
  const { shown } = useTileViews(tile);
  const guest = useContext(GuestReaderContext);
  if (error) return <p className="board-note">{error.message}</p>;
  if (view === undefined) return <ResultSkeleton />;
  if (view === null || shown === undefined)
    return <p className="board-note">{guest ? texts.notShown : texts.notHere}</p>;
  if (view.kind === "dataset" && shown === "table") {
    const known = new Set(view.columns.map(({ name }) => name));
    return <RowsTile {...{ tile, artifact }} conditions={conditions.filter(({ column }) => known.has(column))} />;
  }
  if (view.kind === "dataset" && shown === "drawn" && view.shown_as?.kind === "chart") {
    return <ChartTile {...{ tile, artifact, conditions }} chart={view.shown_as} />;
  }
  return (
    <div className="board-scroll">
      <ResultBody
        tab={shown}
        artifact={artifact}
        view={view as Exclude<ArtifactView & SharedView, never>}
        node={tile.node ?? undefined}
        port={tile.port ?? undefined}
        onTab={() => {}}
      />
    </div>
  );
}

interface ChartTileProps extends Pick<TileProps, "tile" | "conditions"> {
  artifact: string;
  chart: ChartView;
}

/** Of a tile, what the title, the caption and the legend of a chart take. */
const CHART_MARGIN = 64;
const LEAST_CHART = 120;

function ChartTile({ tile, artifact, chart, conditions }: ChartTileProps) {
  const { ref, height } = useElementSize();
  const inputs = useChartInputs(tile.node!);
  const isDrawnAgain = useIsChartFilterable(tile) && inputs !== null;
  const { data, error, isPlaceholderData } = useFilteredChart(tile.node!, artifact, isDrawnAgain ? conditions : []);
  const shown = conditions.length > 0 && isDrawnAgain && data ? data : chart;
  return (
    <div ref={ref} className="board-chart" data-waiting={(isPlaceholderData && shown === data) || undefined}>
      {error ? (
        <p className="board-note">{error.message}</p>
      ) : (
        <Suspense fallback={<ResultSkeleton />}>
          {height > 0 && (
            <DataChartView
              shown={tile.title ? { ...shown, title: tile.title } : shown}
              height={Math.max(LEAST_CHART, height - CHART_MARGIN)}
            />
          )}
        </Suspense>
      )}
    </div>
  );
}

/** A chart is drawn again only where a link shows all rows of the table that it is drawn of. */
function useIsChartFilterable(tile: DashboardTile): boolean {
  const source = useDesign(({ document }) => Object.values(document?.nodes[tile.node!]?.inputs ?? {})[0]);
  const reference = Array.isArray(source) ? source[0] : source;
  const dot = reference?.lastIndexOf(".") ?? -1;
  return useIsFilterable(reference?.slice(0, dot) ?? null, reference?.slice(dot + 1) ?? null);
}

function NumberTile({ tile, artifact, conditions }: TileProps & { artifact: string }) {
  const isFilterable = useIsFilterable(tile.node, tile.port);
  const { data, error } = useFigure(artifact, tile, isFilterable ? conditions : []);
  if (error) return <p className="board-note">{error.message}</p>;
  return <p className="board-figure">{data === undefined ? " " : formatFigure(data.value)}</p>;
}

function formatFigure(value: Json): string {
  if (value === null) return texts.noFigure;
  if (typeof value === "number") return Number.isInteger(value) ? formatCount(value) : formatShort(value);
  return String(value)
    .replace(/T00:00:00(\.0+)?$/, "")
    .replace("T", " ");
}

function RowsTile({ tile, artifact, conditions }: Pick<TileProps, "tile" | "conditions"> & { artifact: string }) {
  const isFilterable = useIsFilterable(tile.node, tile.port);
  const title = useTileTitle(tile);
  const { data, error } = useTileRows(artifact, isFilterable ? conditions : []);
  if (error) return <p className="board-note">{error.message}</p>;
  if (!data) return <ResultSkeleton />;
  if (data.total === 0) return <p className="board-note">{texts.noRows}</p>;
  const numeric = data.columns.map((_, at) =>
    data.rows.every((row) => row[at] === null || typeof row[at] === "number"),
  );
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="board-scroll board-rows" tabIndex={0} aria-label={title}>
      <table>
        <caption>{texts.firstRows(data.rows.length, data.total)}</caption>
        <thead>
          <tr>
            {data.columns.map((column, at) => (
              <th key={column} scope="col" data-number={numeric[at] || undefined}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {data.rows.map((row, at) => (
            <tr key={data.numbers[at]}>
              {row.map((value, column) => (
                <td key={data.columns[column]} data-number={numeric[column] || undefined}>
                  {formatTileCell(value as Json)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function formatTileCell(value: Json): string {
  if (value === null) return "";
  if (typeof value === "number") return Number.isInteger(value) ? formatCount(value) : formatShort(value);
  return String(value);
}
