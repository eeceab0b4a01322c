/** Moving the selected cards by key, a grid step at a time. */

import { moveTo } from "../graph/layout";
import { SNAP } from "../graph/sizes";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { selectedNodes } from "./action";

export function moveSelected(right: number, down: number): void {
  const { document } = useDesign.getState();
  const ids = selectedNodes();
  if (!document) return;
  const edits = ids.flatMap((id) => {
    const node = document.nodes[id]!;
    return moveTo(document, id, node.x + right * SNAP, node.y + down * SNAP);
  });
  change(text.edits.move(ids.length), edits);
}
