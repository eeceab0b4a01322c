/** One row of the grid. */

import { memo } from "react";
import type { Json } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { type CellFormat, cell, count, isNumeric } from "../format";
import type { ColumnsInSight } from "./Grid";
import type { Formats } from "./useFormats";

interface RowProps {
  id: string;
  index: number;
  /** The place in the whole table. */
  number: number | null;
  cells: Json[] | null;
  seen: ColumnsInSight;
  formats: Formats;
  /** The active column of this row, or -1. */
  active: number;
  /** The selected columns of this row, or -1. */
  left: number;
  right: number;
}

export const GridRow = memo(function GridRow(props: RowProps) {
  const { index, number, cells, seen } = props;
  const draw = ({ column, at }: ColumnsInSight["drawn"][number]) => (
    <Cell
      key={column.index}
      {...props}
      at={at}
      value={cells === null ? undefined : (cells[column.index] ?? null)}
      format={props.formats.get(column.index)!}
      stuck={column.frozen ? seen.numbers + column.left : null}
    />
  );
  return (
    <tr aria-rowindex={index + 2} aria-busy={cells === null}>
      <th scope="row" aria-colindex={1} className="row-number" data-row={index} data-column={-1}>
        {count((number ?? index) + 1)}
      </th>
      {seen.drawn.slice(0, seen.frozen).map(draw)}
      <td className="gap" aria-hidden="true" />
      {seen.drawn.slice(seen.frozen).map(draw)}
      <td className="gap" aria-hidden="true" />
    </tr>
  );
});

interface CellProps extends Pick<RowProps, "id" | "index" | "active" | "left" | "right"> {
  at: number;
  value: Json | undefined;
  format: CellFormat;
  /** Pixels from the left edge where a frozen cell stays. */
  stuck: number | null;
}

function Cell({ id, index, active, left, right, at, value, format, stuck }: CellProps) {
  const selected = at >= left && at <= right && (left !== right || active !== at);
  const missing = value === null;
  const written = value === undefined || value === null ? null : cell(value, format);
  const classes = [
    value === undefined && "pending",
    missing && "missing-cell",
    isNumeric(format.type) && "number",
    stuck !== null && "frozen",
    selected && "selected",
    active === at && "active",
  ];
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: within a grid a cell is a gridcell
    <td
      id={`${id}-${index}-${at}`}
      data-row={index}
      data-column={at}
      aria-colindex={at + 2}
      aria-selected={at >= left && at <= right}
      aria-label={missing ? say.dataset.missingCell : undefined}
      title={missing ? say.dataset.missingCell : written && written.length > 24 ? written : undefined}
      className={classes.filter(Boolean).join(" ") || undefined}
      style={stuck === null ? undefined : { left: stuck }}
    >
      {written}
    </td>
  );
}
