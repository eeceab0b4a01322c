/** Copying cells: the rows are read from the server as far as they are not in sight. */

import type { Json } from "../../../api/designDocument";
import { formatCount } from "../../../lib/format";
import { formatCsv, formatTsv } from "../../../lib/textTables";
import { notifyDone, notifyFailure } from "../../../lib/toasts";
import { tableTexts as texts } from "../../../messages/chartTexts";
import { type CellRange, countCells } from "./cellSelection";
import type { PlacedColumn } from "./columnLayout";
import { readRows } from "./useRows";

export const MOST_COPIED = 500_000;
const ROWS_AT_ONCE = 2_000;

interface CopyRequest {
  artifact: string;
  selection: string;
  columns: PlacedColumn[];
  range: CellRange;
  form: "tsv" | "csv";
  names: boolean;
}

export async function copyCells({ artifact, selection, columns, range, form, names }: CopyRequest): Promise<void> {
  const cells = countCells(range);
  if (cells > MOST_COPIED) {
    notifyFailure(texts.tooMany(formatCount(cells), formatCount(MOST_COPIED)));
    return;
  }
  const columnNames = columns.slice(range.left, range.right + 1).map(({ profile }) => profile.name);
  try {
    const rows: Json[][] = names || range.top < 0 ? [columnNames] : [];
    for (let offset = Math.max(0, range.top); offset <= range.bottom; offset += ROWS_AT_ONCE) {
      const limit = Math.min(ROWS_AT_ONCE, range.bottom - offset + 1);
      const read = await readRows(artifact, { selection, offset, limit, column: columnNames });
      rows.push(...read.rows);
    }
    if (!navigator.clipboard) throw new Error(texts.notCopied);
    await navigator.clipboard.writeText(form === "csv" ? formatCsv(rows) : formatTsv(rows));
    if (cells > 1) notifyDone(texts.copied(formatCount(cells)));
  } catch (error) {
    notifyFailure(error);
  }
}
