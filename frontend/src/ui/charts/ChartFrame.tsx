/** What every chart has around it: title, caption, and a menu to save, copy, enlarge it or read it as a table. */

import { ActionIcon, Menu, Modal } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { formatCount } from "../../lib/format";
import { formatTsv } from "../../lib/textTables";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { chartTexts as texts } from "../../messages/chartTexts";
import { buildSvgText, type ChartPicture, renderPng, saveChartFile, toFileName } from "./saveChart";
import "./chart.css";
import "./plot.css";

export type CellValue = string | number | null;

/** The numbers behind a chart. */
export interface ChartTable {
  columns: string[];
  rows: CellValue[][];
}

export interface ChartRoom {
  width: number;
  height: number;
  /** Whether it is shown on the whole screen. */
  large: boolean;
}

interface ChartFrameProps {
  title: string;
  caption: ReactNode;
  /** Beside the title: the value that the chart is about. */
  badge?: ReactNode;
  /** At the right: a switch between curves, for example. */
  aside?: ReactNode;
  height: number;
  /** Worked out only when somebody asks for it. */
  table?: () => ChartTable;
  className?: string;
  children: (room: ChartRoom) => ReactNode;
}

const MOST_TABLE_ROWS = 500;
/** Of a full screen, what the title and the caption take. */
const LARGE_MARGIN = 190;

export function ChartFrame(props: ChartFrameProps) {
  const { title, caption, aside, table, height, className = "" } = props;
  const [asTable, setAsTable] = useState(false);
  const [large, setLarge] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const menu = (
    <ChartMenu
      {...{ title, caption, table, body, asTable }}
      onTable={() => setAsTable(!asTable)}
      onLarge={large ? undefined : () => setLarge(true)}
    />
  );
  return (
    <section className={`plot ${className}`}>
      <header className="plot-head">
        <h3>{title}</h3>
        {props.badge}
        <span className="plot-aside">
          {aside}
          {!large && menu}
        </span>
      </header>
      <p className="plot-caption">{caption}</p>
      {!large && <ChartBody {...props} body={body} asTable={asTable} height={height} large={false} />}
      <Modal fullScreen opened={large} onClose={() => setLarge(false)} title={title}>
        {large && (
          <section className="plot plot-large" aria-label={title}>
            <header className="plot-head">
              <p className="plot-caption">{caption}</p>
              <span className="plot-aside">
                {aside}
                {menu}
              </span>
            </header>
            <ChartBody {...props} body={body} asTable={asTable} height={innerHeight - LARGE_MARGIN} large />
          </section>
        )}
      </Modal>
    </section>
  );
}

interface ChartBodyProps extends ChartFrameProps {
  body: RefObject<HTMLDivElement | null>;
  asTable: boolean;
  large: boolean;
}

function ChartBody({ body, asTable, title, table, height, large, children }: ChartBodyProps) {
  const { ref, width } = useElementSize();
  return (
    <div ref={ref} className="plot-body">
      {asTable && table ? (
        <ChartTableView title={title} table={table()} height={height} />
      ) : (
        <div ref={body}>{width > 80 && children({ width, height, large })}</div>
      )}
    </div>
  );
}

function ChartTableView({
  title,
  table: { columns, rows },
  height,
}: {
  title: string;
  table: ChartTable;
  height: number;
}) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section className="chart-table" style={{ maxHeight: height }} tabIndex={0} aria-label={texts.tableOf(title)}>
      <table aria-label={texts.tableOf(title)}>
        <thead>
          <tr>
            {columns.map((name, at) => (
              <th key={at} scope="col" className={typeof rows[0]?.[at] === "number" ? "number" : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, MOST_TABLE_ROWS).map((row, at) => (
            <tr key={at}>
              {row.map((value, column) => (
                <td key={column} className={typeof value === "number" ? "number" : undefined}>
                  {typeof value === "number" ? formatRounded(value) : value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_TABLE_ROWS && (
        <p className="plot-caption">{texts.first(formatCount(MOST_TABLE_ROWS), formatCount(rows.length))}</p>
      )}
    </section>
  );
}

const formatRounded = (value: number): string =>
  Number.isInteger(value) ? formatCount(value) : String(Number(value.toPrecision(6))).replace("-", "\u2212");

interface ChartMenuProps {
  title: string;
  caption: ReactNode;
  table: (() => ChartTable) | undefined;
  body: RefObject<HTMLDivElement | null>;
  asTable: boolean;
  onTable: () => void;
  onLarge: (() => void) | undefined;
}

function ChartMenu({ title, caption, table, body, asTable, onTable, onLarge }: ChartMenuProps) {
  const picture = (): ChartPicture | null => {
    const svg = body.current?.querySelector("svg");
    return svg ? { title, caption: typeof caption === "string" ? caption : "", svg } : null;
  };
  const withPicture = (act: (found: ChartPicture) => Promise<void> | void) => async () => {
    const found = picture();
    try {
      if (found) await act(found);
    } catch (error) {
      notifyFailure(error);
    }
  };
  const saveSvg = (found: ChartPicture) =>
    saveChartFile(new Blob([buildSvgText(found)], { type: "image/svg+xml" }), `${toFileName(title)}.svg`);
  const savePng = async (found: ChartPicture) => saveChartFile(await renderPng(found), `${toFileName(title)}.png`);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={26} variant="subtle" color="gray" aria-label={texts.menu(title)} title={texts.menu(title)}>
          <IconDots size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onLarge && <Menu.Item onClick={onLarge}>{texts.large}</Menu.Item>}
        {table && <Menu.Item onClick={onTable}>{asTable ? texts.picture : texts.table}</Menu.Item>}
        <Menu.Divider />
        <Menu.Item disabled={asTable} onClick={withPicture(copyPicture)}>
          {texts.copy}
        </Menu.Item>
        {table && <Menu.Item onClick={() => void copyTable(table())}>{texts.copyTable}</Menu.Item>}
        <Menu.Item disabled={asTable} onClick={withPicture(savePng)}>
          {texts.png}
        </Menu.Item>
        <Menu.Item disabled={asTable} onClick={withPicture(saveSvg)}>
          {texts.svg}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function copyPicture(found: ChartPicture): Promise<void> {
  if (typeof ClipboardItem === "undefined" || !navigator.clipboard?.write) throw new Error(texts.notCopied);
  await navigator.clipboard.write([new ClipboardItem({ "image/png": renderPng(found) })]);
  notifyDone(texts.copied);
}

async function copyTable({ columns, rows }: ChartTable): Promise<void> {
  try {
    await navigator.clipboard.writeText(formatTsv([columns, ...rows]));
    notifyDone(texts.copiedTable);
  } catch (error) {
    notifyFailure(error);
  }
}
