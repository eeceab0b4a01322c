/** Putting copied nodes on the canvas, from wherever their text comes. */

import { type Pasted, paste } from "../graph/clipboard";
import { change, useDesign } from "../stores/design";
import { select } from "../stores/ui";

/** Paste and select; false when the text holds no nodes. */
export function pasteText(
  text: string,
  at: { x: number; y: number } | null,
  label: (nodes: number) => string,
): boolean {
  const { document } = useDesign.getState();
  const pasted: Pasted | null = document && paste(document, text, at);
  if (!pasted) return false;
  change(label(pasted.ids.length), pasted.edits);
  select(pasted.ids);
  return true;
}
