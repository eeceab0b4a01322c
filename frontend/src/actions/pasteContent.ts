/** Putting on the canvas what text holds, from wherever it comes: copied cards, or the cells of a spreadsheet. */

import { addModule } from "../canvas/addNode";
import { getVisibleGraph } from "../canvas/useVisibleGraph";
import { pasteCards } from "../graph/cardClipboard";
import { hasHeader, parseCells, toCsv } from "../graph/spreadsheetCells";
import { editorTexts } from "../messages/editorTexts";
import { getModuleByRole } from "../stores/catalogStore";
import { changeDesign, useDesign } from "../stores/designStore";
import { selectCards } from "../stores/uiStore";

interface PasteOptions {
  at: { x: number; y: number } | null;
  label: (nodes: number) => string;
  /** Whether the edges that came from outside are drawn again. */
  outer?: boolean;
}

/** Paste and select; false when the text holds no cards. */
export function pasteText(text: string, { at, label, outer = false }: PasteOptions): boolean {
  const { document } = useDesign.getState();
  const group = getVisibleGraph()?.openedGroup ?? null;
  const pasted = document && pasteCards(document, text, { at, outer, group });
  if (!pasted) return false;
  changeDesign(label(pasted.nodes), pasted.edits);
  selectCards(pasted.ids);
  return true;
}

/** Paste cells as a small table; false when the text is none. `fromSheet`: the clipboard says that these are cells. */
export function pasteCells(text: string, at: { x: number; y: number } | null, fromSheet: boolean): boolean {
  const rows = parseCells(text, fromSheet);
  if (!rows) return false;
  const header = hasHeader(rows);
  const parameters = { data: toCsv(rows), ...(header ? {} : { has_header: false }) };
  const label = editorTexts.historyLabels.pastedCells(rows.length - Number(header), rows[0]!.length);
  const module = getModuleByRole("table_entry")?.name ?? "";
  return addModule({ module, parameters }, { at: at ?? undefined, label }) !== null;
}
