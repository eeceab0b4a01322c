/** Lays the open design out, as one change. */

import { layOut } from "../graph/layout";
import { text } from "../messages/en";
import { change, useDesign } from "../stores/design";
import { useLibrary } from "../stores/library";
import { heightOf } from "./measure";
import { fitOnceDrawn } from "./stage";

/** Returns whether anything was to be moved. */
export async function layOutDesign(): Promise<boolean> {
  const { id, document } = useDesign.getState();
  if (!document) return false;
  const edits = await layOut(document, useLibrary.getState().modules, (node) => heightOf(document.nodes[node]!));
  // The page may have moved on to another design meanwhile.
  if (useDesign.getState().id !== id || !change(text.edits.layout, edits)) return false;
  fitOnceDrawn();
  return true;
}
