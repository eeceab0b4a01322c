/** "Keep these rows": what was picked by hand becomes a module of the design. */

import type { Json } from "../../../api/designDocument";
import type { Condition } from "../../../graph/rowConditions";
import { notifyDone } from "../../../lib/toasts";
import { tableTexts as texts } from "../../../messages/chartTexts";
import { getModuleByRole } from "../../../stores/catalogStore";
import { undoChange } from "../../../stores/designStore";
import { selectCards } from "../../../stores/uiStore";

/** Put the module that keeps rows behind a port, with the conditions filled in: one edit, which undo takes back. */
export async function filterNodeRows(
  { node, port }: { node: string; port: string },
  conditions: Condition[],
  every: boolean,
): Promise<void> {
  // Tables are looked at on pages without a canvas as well.
  const { addModule } = await import("../../../canvas/addNode");
  const module = getModuleByRole("row_filter");
  if (!module) return;
  const parameters: Record<string, Json> = { conditions: conditions as unknown as Json };
  if (!every) parameters.match = "Any condition";
  // A new card goes to a free place below the selected one.
  selectCards([node]);
  if (addModule({ module: module.name, parameters }, { from: { node, port, type: "dataset", side: "output" } })) {
    notifyDone(texts.rowsKept(module.title), undoChange);
  }
}
