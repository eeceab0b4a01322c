/** What people do to dashboards, as changes of the design: one step each, which undo takes back. */

import type { DashboardTile } from "../../api/designDocument";
import {
  arrangeTiles,
  buildDashboardEdits,
  buildPlaceEdits,
  buildTileEdits,
  type Dashboard,
  fitToGrid,
  type NewTile,
  readDashboards,
  type TilePlace,
} from "../../graph/dashboards";
import { notifyDone } from "../../lib/toasts";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { changeDesign, undoChange, useDesign } from "../../stores/designStore";
import { showDashboards } from "../../stores/uiStore";

export function addDashboard(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const { id, edits } = buildDashboardEdits(document, texts.newTitle(readDashboards(document).size + 1));
  if (changeDesign(texts.history.made, edits)) showDashboards({ shown: id });
}

export function renameDashboard(id: string, title: string): void {
  changeDesign(texts.history.renamed, [{ path: ["dashboards", id, "title"], value: title }]);
}

export function deleteDashboard(id: string, title: string): void {
  if (!changeDesign(texts.history.deleted, [{ path: ["dashboards", id] }])) return;
  showDashboards({ shown: null });
  notifyDone(texts.deleted(title), undoChange);
}

export function addTile(id: string, dashboard: Dashboard, tile: NewTile, at?: Pick<TilePlace, "x" | "y">): void {
  const { id: made, edits } = buildTileEdits(id, dashboard, tile, at);
  if (!changeDesign(texts.history.tileAdded, edits)) return;
  requestAnimationFrame(() =>
    document.getElementById(`tile-${made}`)?.scrollIntoView({ block: "nearest", behavior: "smooth" }),
  );
}

/** Put a tile somewhere; its place as it became. */
export function placeTile(id: string, { tiles }: Dashboard, tile: string, to: TilePlace): TilePlace | undefined {
  const before = tiles.get(tile);
  if (!before) return undefined;
  const after = arrangeTiles(tiles, tile, fitToGrid(before.kind, to));
  const resized = before.width !== to.width || before.height !== to.height;
  const label = resized ? texts.history.tileResized : texts.history.tileMoved;
  changeDesign(label, buildPlaceEdits(id, tiles, after), `dashboard ${id} ${tile}`);
  return after.get(tile);
}

export function changeTile<Field extends keyof DashboardTile>(
  id: string,
  tile: string,
  field: Field,
  value: DashboardTile[Field],
): void {
  const label = field === "text" ? texts.history.textChanged : texts.history.tileChanged;
  changeDesign(label, [{ path: ["dashboards", id, "tiles", tile, field], value }]);
}

export function removeTile(id: string, { tiles }: Dashboard, tile: string): void {
  const left = new Map([...tiles].filter(([one]) => one !== tile));
  const edits = buildPlaceEdits(id, left, arrangeTiles(left, null, null));
  changeDesign(texts.history.tileRemoved, [{ path: ["dashboards", id, "tiles", tile] }, ...edits]);
}
