/** One row of the grid. */

import { memo } from "react";
import type { Json } from "../../../api/designDocument";
import { type CellFormat, formatCell, formatCount, isNumeric } from "../../../lib/format";
import { resultTexts as texts } from "../../../messages/resultTexts";
import type { ColumnsInSight } from "./Grid";
import type { CellFormats } from "./useFormats";

interface GridRowProps {
  id: string;
  index: number;
  /** The place in the whole table. */
  number: number | null;
  cells: Json[] | null;
  seen: ColumnsInSight;
  formats: CellFormats;
  /** The active column of this row, or -1. */
  active: number;
  /** The selected columns of this row, or -1. */
  left: number;
  right: number;
}

export const GridRow = memo(function GridRow(props: GridRowProps) {
  const { index, number, cells, seen } = props;
  const draw = ({ column, at }: ColumnsInSight["drawn"][number]) => (
    <GridCell
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
        {formatCount((number ?? index) + 1)}
      </th>
      {seen.drawn.slice(0, seen.frozen).map(draw)}
      <td className="gap" aria-hidden="true" />
      {seen.drawn.slice(seen.frozen).map(draw)}
      <td className="gap" aria-hidden="true" />
    </tr>
  );
});

interface GridCellProps extends Pick<GridRowProps, "id" | "index" | "active" | "left" | "right"> {
  at: number;
  value: Json | undefined;
  format: CellFormat;
  /** Pixels from the left edge where a frozen cell stays. */
  stuck: number | null;
}

function GridCell({ id, index, active, left, right, at, value, format, stuck }: GridCellProps) {
  const selected = at >= left && at <= right && (left !== right || active !== at);
  const missing = value === null;
  const formatted = value === undefined || value === null ? null : formatCell(value, format);
  const classes = [
    value === undefined && "pending-cell",
    missing && "missing-cell",
    isNumeric(format.type) && "number",
    stuck !== null && "frozen",
  ];
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: within a grid a cell is a gridcell
    <td
      id={`${id}-${index}-${at}`}
      data-row={index}
      data-column={at}
      data-selected={selected || undefined}
      data-active={active === at || undefined}
      aria-colindex={at + 2}
      aria-selected={at >= left && at <= right}
      aria-label={missing ? texts.dataset.missingCell : undefined}
      title={missing ? texts.dataset.missingCell : formatted && formatted.length > 24 ? formatted : undefined}
      className={classes.filter(Boolean).join(" ") || undefined}
      style={stuck === null ? undefined : { left: stuck }}
    >
      {formatted}
    </td>
  );
}
