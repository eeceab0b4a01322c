/** Copying cells: the rows are read from the server as far as they are not in sight. */

import type { Json } from "../../graph/types";
import { table as say } from "../../messages/looking";
import { notifyDone, notifyFailure } from "../../notify";
import { count } from "../format";
import { csv, tsv } from "../textTables";
import { cellsIn, type Range } from "./cells";
import type { ShownColumn } from "./columnLayout";
import { readRows } from "./useRows";

export const MOST_COPIED = 500_000;
const ROWS_AT_ONCE = 2_000;

interface Copied {
  artifact: string;
  selection: string;
  columns: ShownColumn[];
  range: Range;
  form: "tsv" | "csv";
  names: boolean;
}

export async function copyCells({ artifact, selection, columns, range, form, names }: Copied): Promise<void> {
  const cells = cellsIn(range);
  if (cells > MOST_COPIED) {
    notifyFailure(say.tooMany(count(cells), count(MOST_COPIED)));
    return;
  }
  const wanted = columns.slice(range.left, range.right + 1).map(({ profile }) => profile.name);
  try {
    const rows: Json[][] = names || range.top < 0 ? [wanted] : [];
    for (let offset = Math.max(0, range.top); offset <= range.bottom; offset += ROWS_AT_ONCE) {
      const limit = Math.min(ROWS_AT_ONCE, range.bottom - offset + 1);
      const read = await readRows(artifact, { selection, offset, limit, column: wanted });
      rows.push(...read.rows);
    }
    if (!navigator.clipboard) throw new Error(say.notCopied);
    await navigator.clipboard.writeText(form === "csv" ? csv(rows) : tsv(rows));
    if (cells > 1) notifyDone(say.copied(count(cells)));
  } catch (error) {
    notifyFailure(error);
  }
}
