/** Deletes the selected cards and edges. */

import { IconTrash } from "@tabler/icons-react";
import { edgeId } from "../canvas/elements";
import { connections, disconnect, removeNodes } from "../graph/ports";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { select, useUi } from "../stores/ui";
import { type Action, hasSelection, selectedNodes } from "./action";

/** Also what cutting does after it copied. */
export function deleteSelected(): void {
  const { document } = useDesign.getState();
  if (!document) return;
  const ids = selectedNodes();
  const gone = new Set(ids);
  const chosen = new Set(useUi.getState().selectedEdges);
  const edges = connections(document).filter(
    ({ source, output, target, input }) =>
      chosen.has(edgeId(source, output, target, input)) && !gone.has(source) && !gone.has(target),
  );
  const label = ids.length > 0 ? text.edits.delete(ids.length) : text.edits.disconnect;
  change(label, [...disconnect(document, edges), ...removeNodes(document, ids)]);
  select([]);
}

export const deleteSelection: Action = {
  id: "delete",
  name: text.actions.delete,
  group: "edit",
  icon: IconTrash,
  keys: ["Delete", "Backspace"],
  onCanvas: true,
  enabled: () => hasSelection() || useUi.getState().selectedEdges.length > 0,
  perform: () => deleteSelected(),
};
