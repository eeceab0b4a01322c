/** "Keep these rows": what was picked by hand becomes a module of the design. */

import type { Condition } from "../../graph/conditions";
import type { Json } from "../../graph/types";
import { table as say } from "../../messages/looking";
import { notifyDone } from "../../notify";
import { undo } from "../../stores/design";
import { useLibrary } from "../../stores/library";
import { select } from "../../stores/ui";

const MODULE = "select_rows";

/** Put Select Rows behind a port, with the conditions filled in: one edit, which undo takes back. */
export async function keepRows(
  { node, port }: { node: string; port: string },
  conditions: Condition[],
  every: boolean,
): Promise<void> {
  // Tables are looked at on pages without a canvas as well.
  const { addModule } = await import("../../canvas/adding");
  const title = useLibrary.getState().modules.get(MODULE)?.title ?? MODULE;
  const parameters: Record<string, Json> = { conditions: conditions as unknown as Json };
  if (!every) parameters.match = "Any condition";
  // A new card goes to a free place below the selected one.
  select([node]);
  if (addModule({ module: MODULE, parameters }, { from: { node, port, type: "dataset", side: "output" } })) {
    notifyDone(say.kept(title), undo);
  }
}
