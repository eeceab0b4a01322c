/** As what a tile can show a result, and as what it does. */

import type { ArtifactView, SharedView } from "../../api/artifactViews";
import type { DashboardTile } from "../../api/designDocument";
import { resultTexts } from "../../messages/resultTexts";
import { useOutput } from "../../stores/runStore";
import type { ResultTab } from "../results/resultTabs";
import { listResultViews } from "../results/resultTabs";
import { useTileView } from "./dashboardData";

/** What works on a whole page only. */
const NOT_ON_TILES: ReadonlySet<ResultTab> = new Set(["chart", "job", "plots", "log", "file"]);

/** The ways in which a result can be shown on a tile, the usual one first. */
export function listTileViews(view: ArtifactView | SharedView | null | undefined): ResultTab[] {
  if (!view || view.kind === "schema") return [];
  return listResultViews(view).filter((tab) => !NOT_ON_TILES.has(tab));
}

export function useTileViews(tile: DashboardTile): { tabs: ResultTab[]; shown: ResultTab | undefined; names: Names } {
  const isResult = tile.kind === "result";
  const output = useOutput(tile.node ?? "", tile.port ?? "");
  const { view } = useTileView(isResult ? output?.artifact : undefined);
  const tabs = isResult ? listTileViews(view) : [];
  const chosen = tile.show as ResultTab | null;
  return { tabs, shown: chosen && tabs.includes(chosen) ? chosen : tabs[0], names: resultTexts.results as Names };
}

type Names = Record<ResultTab, string>;
