/** How the columns in sight are written: with the decimals that any row seen so far needs, so that none is rounded. */

import { useRef } from "react";
import type { ColumnProfile } from "../../api/views";
import type { Json } from "../../graph/types";
import { type CellFormat, cellFormat } from "../format";
import type { ColumnsInSight } from "./Grid";
import type { InSight } from "./rowWindow";

export type Formats = ReadonlyMap<number, CellFormat>;

export function useFormats(
  profiles: ColumnProfile[],
  columns: ColumnsInSight,
  { first, last }: InSight,
  row: (index: number) => Json[] | null,
): Formats {
  const known = useRef<Formats>(new Map());
  const seen = Array.from({ length: last - first + 1 }, (_, at) => row(first + at)).filter((cells) => cells !== null);
  const wider = columns.drawn.flatMap(({ column: { index } }) => {
    const values = seen.map((cells) => cells[index] ?? null);
    const [before, now] = [known.current.get(index), cellFormat(profiles[index]!, values)];
    return before && before.decimals >= now.decimals ? [] : [[index, now] as const];
  });
  if (wider.length > 0) known.current = new Map([...known.current, ...wider]);
  return known.current;
}
