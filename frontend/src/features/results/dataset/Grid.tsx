/** The cells of a table as an ARIA grid: only those in sight are drawn; arrows move, Shift selects, Ctrl+C copies. */

import { Button } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, type Ref, useEffect, useId, useImperativeHandle, useMemo, useRef, useState } from "react";
import type { DatasetView } from "../../../api/artifactViews";
import { formatCount } from "../../../lib/format";
import { tableTexts as looking } from "../../../messages/chartTexts";
import { resultTexts as texts } from "../../../messages/resultTexts";
import type { OpenColumnMenu } from "./ColumnMenu";
import { type CellPosition, type CellRange, getMarkedRange, type MarkedCells } from "./cellSelection";
import type { PlacedColumn } from "./columnLayout";
import { copyCells } from "./copyCells";
import { GridHeader } from "./GridHeader";
import { GridRow } from "./GridRow";
import { getVisibleRows, type VisibleRows } from "./rowWindow";
import type { TableViewState } from "./tableViewState";
import { useCellFormats } from "./useFormats";
import { useGridKeys } from "./useGridKeys";
import { useGridPointer } from "./useGridPointer";
import { useRowScroll } from "./useRowScroll";
import { useRows } from "./useRows";

const HEADER_HEIGHT = 96;
const START: CellPosition = { row: 0, column: 0 };

export interface GridHandle {
  focus: () => void;
  /** Go to a column, by its place among those shown. */
  goTo: (column: number) => void;
  copy: (form: "tsv" | "csv", names: boolean) => void;
}

interface GridProps {
  artifact: string;
  view: DatasetView;
  look: TableViewState;
  columns: PlacedColumn[];
  selection: string;
  rows: number;
  menuOpen: boolean;
  onMenu: (menu: OpenColumnMenu | null) => void;
  ref: Ref<GridHandle>;
}

/** Of the row numbers: as wide as the last one. */
const getNumberWidth = (rows: number): number => 34 + 7.4 * formatCount(rows).length;

export interface ColumnsInSight {
  drawn: { column: PlacedColumn; at: number }[];
  /** Of those drawn, how many are frozen. */
  frozen: number;
  before: number;
  after: number;
  total: number;
  numbers: number;
}

export function Grid({ artifact, view, look, columns, selection, rows, menuOpen, onMenu, ref }: GridProps) {
  const id = useId();
  const scroller = useRef<HTMLDivElement>(null);
  const grid = useRef<HTMLTableElement>(null);
  const shownSelection = useRef(selection);
  const { ref: measured, height } = useElementSize<HTMLDivElement>();
  const room = Math.max(56, height - HEADER_HEIGHT);
  const table = useMemo(() => ({ rows, room }), [rows, room]);
  const { position, onScroll, reveal } = useRowScroll(scroller, table);
  const sight = getVisibleRows(position, table);
  const read = useRows({ artifact, selection, columns: view.columns.length, first: sight.first, last: sight.last });
  const { seen: columnsInSight, show } = useColumnsInSight(scroller, columns, getNumberWidth(view.rows));
  const formats = useCellFormats(view.columns, columnsInSight, sight, read.row);
  const [marked, setMarked] = useState<MarkedCells>({ anchor: START, active: START });
  useEffect(() => {
    // Other rows stand there now: begin at the top, in the same column.
    if (selection === shownSelection.current) return;
    shownSelection.current = selection;
    scroller.current?.scrollTo({ top: 0 });
    setMarked(({ active }) => {
      const top = { row: Math.min(active.row, 0), column: active.column };
      return { anchor: top, active: top };
    });
  }, [selection]);
  const range = getMarkedRange(marked);
  const mark = (to: MarkedCells) => {
    setMarked(to);
    if (to.active.row >= 0) reveal(to.active.row);
    show(to.active.column);
  };
  const copy = (form: "tsv" | "csv", names: boolean) =>
    void copyCells({ artifact, selection, columns, range, form, names });
  useImperativeHandle(ref, () => ({
    focus: () => grid.current?.focus({ preventScroll: true }),
    goTo: (column) => {
      const to = { row: marked.active.row, column };
      mark({ anchor: to, active: to });
      grid.current?.focus({ preventScroll: true });
    },
    copy,
  }));
  const openMenu = (at: number, element: Element | null) => {
    const frame = scroller.current!.getBoundingClientRect();
    const box = element?.getBoundingClientRect() ?? frame;
    onMenu({
      column: columns[at]!.profile.name,
      // Of a column that is half scrolled away, where it can be seen.
      at: { x: Math.max(box.left, frame.left + 1), y: element ? box.bottom : box.top + 40 },
      filter: false,
    });
  };
  const keys = useGridKeys({ artifact, look, columns, marked, mark, rows, room, copy, openMenu, id });
  const closeMenuFirst = (event: KeyboardEvent) => {
    if (menuOpen && event.key === "Escape") onMenu(null);
    else keys(event);
  };
  const pointer = useGridPointer({ artifact, look, columns, marked, setMarked: mark, openMenu, rows });
  return (
    <div ref={useMergedRef(scroller, measured)} className="dataset-scroll" onScroll={onScroll}>
      {read.failure && <RowsFailed message={read.failure.message} onRetry={read.retry} />}
      <table
        ref={grid}
        className="dataset-table"
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: ARIA makes a grid of a table in just this way
        role="grid"
        tabIndex={0}
        aria-label={texts.dataset.table(formatCount(view.rows), formatCount(view.columns.length))}
        aria-description={looking.hint}
        aria-rowcount={rows + 1}
        aria-colcount={columns.length + 1}
        aria-multiselectable
        aria-activedescendant={
          isDrawn(marked.active, sight, columnsInSight)
            ? `${id}-${marked.active.row}-${marked.active.column}`
            : undefined
        }
        onKeyDown={closeMenuFirst}
        // A menu that has just opened may not have the keyboard yet: Escape closes it, and not the dialog around.
        data-mantine-stop-propagation={menuOpen || undefined}
        {...pointer}
        style={{ width: columnsInSight.numbers + columnsInSight.total }}
      >
        <GridWidths seen={columnsInSight} />
        <GridHeader {...{ id, seen: columnsInSight, look }} rows={view.rows} marked={marked} />
        <GridRows {...{ id, sight, seen: columnsInSight, formats, range, marked }} read={read} />
      </table>
    </div>
  );
}

/** Whether the cell is there; the row of the head always is. */
const isDrawn = ({ row, column }: CellPosition, sight: VisibleRows, { drawn }: ColumnsInSight): boolean =>
  (row < 0 || (row >= sight.first && row <= sight.last)) && drawn.some(({ at }) => at === column);

interface GridRowsProps {
  id: string;
  sight: VisibleRows;
  seen: ColumnsInSight;
  formats: ReturnType<typeof useCellFormats>;
  range: CellRange;
  marked: MarkedCells;
  read: ReturnType<typeof useRows>;
}

function GridRows({ id, sight, seen, formats, range, marked, read }: GridRowsProps) {
  const below = sight.height - sight.top - (sight.last - sight.first + 1) * 28;
  return (
    <tbody>
      <GridSpacer height={sight.top} />
      {Array.from({ length: sight.last - sight.first + 1 }, (_, at) => sight.first + at).map((index) => (
        <GridRow
          key={index}
          id={id}
          index={index}
          number={read.number(index)}
          cells={read.row(index)}
          seen={seen}
          formats={formats}
          active={marked.active.row === index ? marked.active.column : -1}
          left={index >= range.top && index <= range.bottom ? range.left : -1}
          right={index >= range.top && index <= range.bottom ? range.right : -1}
        />
      ))}
      <GridSpacer height={below} />
    </tbody>
  );
}

function GridWidths({ seen }: { seen: ColumnsInSight }) {
  return (
    <colgroup>
      <col style={{ width: seen.numbers }} />
      {seen.drawn.slice(0, seen.frozen).map(({ column }) => (
        <col key={column.index} style={{ width: column.width }} />
      ))}
      <col style={{ width: seen.before }} />
      {seen.drawn.slice(seen.frozen).map(({ column }) => (
        <col key={column.index} style={{ width: column.width }} />
      ))}
      <col style={{ width: seen.after }} />
    </colgroup>
  );
}

function GridSpacer({ height }: { height: number }) {
  return height > 0 ? (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: only room for the rows that are not drawn
    <tr className="row-spacer" aria-hidden="true">
      <td style={{ height }} />
    </tr>
  ) : null;
}

function RowsFailed({ message, onRetry }: { message: string; onRetry: () => void }) {
  return (
    <div className="rows-failed" role="alert">
      {message}
      <Button size="compact-sm" variant="default" onClick={onRetry}>
        {texts.dataset.again}
      </Button>
    </div>
  );
}

/** The frozen columns, and those of the others that are in sight. */
function useColumnsInSight(scroller: React.RefObject<HTMLDivElement | null>, columns: PlacedColumn[], numbers: number) {
  const frozen = columns.filter((column) => column.frozen);
  const others = useMemo(() => columns.filter((column) => !column.frozen), [columns]);
  const fixed = frozen.reduce((sum, column) => sum + column.width, 0);
  const virtualizer = useVirtualizer({
    horizontal: true,
    count: others.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => others[index]!.width,
    overscan: 4,
    scrollPaddingStart: numbers + fixed,
    scrollMargin: numbers + fixed,
  });
  // Measured sizes are kept by place, and a column that was hidden or made wider has moved them.
  const widths = others.map(({ width }) => width).join();
  const before = useRef(widths);
  if (before.current !== widths) {
    before.current = widths;
    virtualizer.measure();
  }
  const items = virtualizer.getVirtualItems().filter(({ index }) => index < others.length);
  const drawn = [...frozen, ...items.map(({ index }) => others[index]!)].map((column) => ({
    column,
    at: columns.indexOf(column),
  }));
  const shift = numbers + fixed;
  const total = virtualizer.getTotalSize();
  const seen: ColumnsInSight = {
    drawn,
    frozen: frozen.length,
    before: (items[0]?.start ?? shift) - shift,
    after: total - ((items.at(-1)?.end ?? total + shift) - shift),
    total: fixed + total,
    numbers,
  };
  return {
    seen,
    show: (at: number) => {
      const place = at - frozen.length;
      if (place >= 0) virtualizer.scrollToIndex(place);
    },
  };
}
