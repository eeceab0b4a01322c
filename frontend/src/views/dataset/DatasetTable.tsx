/** A dataset as a table: millions of rows and thousands of columns, of which only those in sight are drawn. */

import { Button } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type RefObject, useMemo, useRef } from "react";
import type { ColumnProfile, DatasetView } from "../../api/types";
import type { Json } from "../../graph/types";
import { resultsMessages as say } from "../../messages/results";
import { type CellFormat, cell, cellFormat, count, isNumeric } from "../format";
import { ColumnHeader, columnWidth } from "./ColumnHeader";
import { type InSight, inSight } from "./rowWindow";
import { useRowScroll } from "./useRowScroll";
import { useRows } from "./useRows";
import "./dataset.css";

const HEADER_HEIGHT = 96;
/** Of the row numbers: as wide as the last one. */
const numberWidth = (rows: number): number => 34 + 7.4 * count(rows).length;

interface Props {
  artifact: string;
  view: DatasetView;
}

export function DatasetTable({ artifact, view }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: measured, height } = useElementSize<HTMLDivElement>();
  const merged = useMergedRef(scroller, measured);
  const room = Math.max(56, height - HEADER_HEIGHT);
  const table = useMemo(() => ({ rows: view.rows, room }), [view.rows, room]);
  const { position, onScroll } = useRowScroll(scroller, table);
  const sight = inSight(position, table);
  const rows = useRows({ artifact, columns: view.columns.length, first: sight.first, last: sight.last });
  const columns = useColumnsInSight(scroller, view.columns);
  const formats = useFormats(view.columns, columns.indexes, sight, rows.row);
  const below = sight.height - sight.top - (sight.last - sight.first + 1) * 28;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
    <div ref={merged} className="dataset-scroll" onScroll={onScroll} tabIndex={0}>
      {rows.failure && <RowsFailed message={rows.failure.message} onRetry={rows.retry} />}
      <table
        className="dataset-table"
        aria-label={say.dataset.table(count(view.rows), count(view.columns.length))}
        aria-rowcount={view.rows}
        style={{ width: numberWidth(view.rows) + columns.total }}
      >
        <Columns columns={columns} view={view} />
        <Header columns={columns} view={view} />
        <tbody>
          <Spacer height={sight.top} />
          {Array.from({ length: sight.last - sight.first + 1 }, (_, at) => sight.first + at).map((index) => (
            <Row key={index} index={index} cells={rows.row(index)} columns={columns} formats={formats} />
          ))}
          <Spacer height={below} />
        </tbody>
      </table>
      {view.rows === 0 && <p className="results-message">{say.dataset.empty}</p>}
    </div>
  );
}

function RowsFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div className="rows-failed" role="alert">
      {message}
      <Button size="compact-sm" variant="default" onClick={onRetry}>
        {say.dataset.again}
      </Button>
    </div>
  );
}

interface ColumnsInSight {
  indexes: number[];
  widths: number[];
  /** Pixels left and right of the columns in sight, and of all columns. */
  before: number;
  after: number;
  total: number;
}

function useColumnsInSight(scroller: RefObject<HTMLDivElement | null>, profiles: ColumnProfile[]): ColumnsInSight {
  const widths = useMemo(() => profiles.map(columnWidth), [profiles]);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: profiles.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => widths[index]!,
    overscan: 4,
    paddingStart: 0,
  });
  const items = virtualizer.getVirtualItems();
  const total = virtualizer.getTotalSize();
  return {
    indexes: items.map((item) => item.index),
    widths,
    before: items[0]?.start ?? 0,
    after: total - (items.at(-1)?.end ?? total),
    total,
  };
}

type Formats = ReadonlyMap<number, CellFormat>;

/** How the columns in sight are written: with the decimals that any row seen so far needs, so that none is rounded. */
function useFormats(
  profiles: ColumnProfile[],
  indexes: number[],
  { first, last }: InSight,
  row: (index: number) => Json[] | null,
): Formats {
  const known = useRef<Formats>(new Map());
  const seen = Array.from({ length: last - first + 1 }, (_, at) => row(first + at)).filter((cells) => cells !== null);
  const wider = indexes.flatMap((at) => {
    const values = seen.map((cells) => cells[at] ?? null);
    const [before, now] = [known.current.get(at), cellFormat(profiles[at]!, values)];
    return before && before.decimals >= now.decimals ? [] : [[at, now] as const];
  });
  if (wider.length > 0) known.current = new Map([...known.current, ...wider]);
  return known.current;
}

function Columns({ columns, view }: { columns: ColumnsInSight; view: DatasetView }) {
  return (
    <colgroup>
      <col style={{ width: numberWidth(view.rows) }} />
      <col style={{ width: columns.before }} />
      {columns.indexes.map((index) => (
        <col key={view.columns[index]!.name} style={{ width: columns.widths[index] }} />
      ))}
      <col style={{ width: columns.after }} />
    </colgroup>
  );
}

function Header({ columns, view }: { columns: ColumnsInSight; view: DatasetView }) {
  return (
    <thead>
      <tr>
        <th scope="col" className="row-number" aria-label={say.dataset.row}>
          #
        </th>
        <td className="gap" />
        {columns.indexes.map((index) => (
          <th key={view.columns[index]!.name} scope="col" aria-colindex={index + 2}>
            <ColumnHeader profile={view.columns[index]!} rows={view.rows} width={columns.widths[index]!} />
          </th>
        ))}
        <td className="gap" />
      </tr>
    </thead>
  );
}

function Spacer({ height }: { height: number }) {
  return height > 0 ? (
    <tr className="row-spacer">
      <td style={{ height }} />
    </tr>
  ) : null;
}

interface RowProps {
  index: number;
  cells: Json[] | null;
  columns: ColumnsInSight;
  formats: Formats;
}

const Row = memo(function Row({ index, cells, columns, formats }: RowProps) {
  return (
    <tr aria-rowindex={index + 1} aria-busy={cells === null}>
      <th scope="row" className="row-number">
        {count(index + 1)}
      </th>
      <td className="gap" />
      {columns.indexes.map((column) => (
        <Cell key={column} value={cells === null ? undefined : (cells[column] ?? null)} format={formats.get(column)!} />
      ))}
      <td className="gap" />
    </tr>
  );
});

function Cell({ value, format }: { value: Json | undefined; format: CellFormat }) {
  if (value === undefined) return <td className="pending" />;
  if (value === null) {
    return <td className="missing-cell" title={say.dataset.missingCell} aria-label={say.dataset.missingCell} />;
  }
  const written = cell(value, format);
  return (
    <td className={isNumeric(format.type) ? "number" : undefined} title={written.length > 24 ? written : undefined}>
      {written}
    </td>
  );
}
