/** Putting on the canvas what text holds, from wherever it comes: copied cards, or the cells of a spreadsheet. */

import { addModule } from "../canvas/adding";
import { currentView } from "../canvas/viewing";
import { asCsv, cellsOf, hasHeader } from "../graph/cells";
import { paste } from "../graph/clipboard";
import { editing } from "../messages/editing";
import { change, useDesign } from "../stores/design";
import { select } from "../stores/ui";

interface Where {
  at: { x: number; y: number } | null;
  label: (nodes: number) => string;
  /** Whether the edges that came from outside are drawn again. */
  outer?: boolean;
}

/** Paste and select; false when the text holds no cards. */
export function pasteText(text: string, { at, label, outer = false }: Where): boolean {
  const { document } = useDesign.getState();
  const group = currentView()?.opened ?? null;
  const pasted = document && paste(document, text, { at, outer, group });
  if (!pasted) return false;
  change(label(pasted.nodes), pasted.edits);
  select(pasted.ids);
  return true;
}

/** Paste cells as a small table; false when the text is none. `fromSheet`: the clipboard says that these are cells. */
export function pasteCells(text: string, at: { x: number; y: number } | null, fromSheet: boolean): boolean {
  const rows = cellsOf(text, fromSheet);
  if (!rows) return false;
  const header = hasHeader(rows);
  const parameters = { data: asCsv(rows), ...(header ? {} : { has_header: false }) };
  const label = editing.done.pastedCells(rows.length - Number(header), rows[0]!.length);
  return addModule({ module: "enter_data_manually", parameters }, { at: at ?? undefined, label }) !== null;
}
