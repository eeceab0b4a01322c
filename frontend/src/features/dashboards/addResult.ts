/** Puts a result on a dashboard: on the one that was made last, or on the first of the design. */

import { buildDashboardEdits, buildTileEdits, type NewTile, readDashboards } from "../../graph/dashboards";
import { notifyOffer } from "../../lib/toasts";
import { dashboardTexts as texts } from "../../messages/dashboardTexts";
import { changeDesign, useDesign } from "../../stores/designStore";
import { getNodeName } from "../../stores/nodeNames";
import { showDashboards } from "../../stores/uiStore";

export function addResultToDashboard(node: string, port: string): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const tile: NewTile = { kind: "result", node, port };
  const last = [...readDashboards(document)].at(-1);
  const title = last?.[1].title ?? texts.newTitle(1);
  const { id, edits } = last
    ? { id: last[0], edits: buildTileEdits(...last, tile).edits }
    : buildDashboardEdits(document, title, tile);
  if (changeDesign(texts.history.tileAdded, edits)) {
    notifyOffer(texts.added(getNodeName(node), title), texts.open, () => showDashboards({ shown: id }));
  }
}
