/** How the columns in sight are written: with the decimals of all rows seen so far, so that a column does not change. */

import { useRef } from "react";
import type { ColumnProfile } from "../../../api/artifactViews";
import type { Json } from "../../../api/designDocument";
import { type CellFormat, chooseCellFormat } from "../../../lib/format";
import type { ColumnsInSight } from "./Grid";
import type { VisibleRows } from "./rowWindow";

export type CellFormats = ReadonlyMap<number, CellFormat>;

export function useCellFormats(
  profiles: ColumnProfile[],
  columns: ColumnsInSight,
  { first, last }: VisibleRows,
  row: (index: number) => Json[] | null,
): CellFormats {
  const known = useRef<CellFormats>(new Map());
  const visibleRows = Array.from({ length: last - first + 1 }, (_, at) => row(first + at)).filter(
    (cells) => cells !== null,
  );
  const wider = columns.drawn.flatMap(({ column: { index } }) => {
    const values = visibleRows.map((cells) => cells[index] ?? null);
    const [before, now] = [known.current.get(index), chooseCellFormat(profiles[index]!, values)];
    return before && before.decimals >= now.decimals ? [] : [[index, now] as const];
  });
  if (wider.length > 0) known.current = new Map([...known.current, ...wider]);
  return known.current;
}
