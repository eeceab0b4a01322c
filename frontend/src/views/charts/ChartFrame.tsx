/** What every chart has around it: title, caption, and a menu to save, copy, enlarge it or read it as a table. */

import { ActionIcon, Menu, Modal } from "@mantine/core";
import { useElementSize } from "@mantine/hooks";
import { IconDots } from "@tabler/icons-react";
import { type ReactNode, type RefObject, useRef, useState } from "react";
import { chart as say } from "../../messages/looking";
import { notifyDone, notifyFailure } from "../../notify";
import { count } from "../format";
import { tsv } from "../textTables";
import { fileName, type Picture, pngOf, save, svgText } from "./picture";
import "./chart.css";

export type CellValue = string | number | null;

/** The numbers behind a chart. */
export interface ChartTable {
  columns: string[];
  rows: CellValue[][];
}

export interface Room {
  width: number;
  height: number;
  /** Whether it is shown on the whole screen. */
  large: boolean;
}

interface FrameProps {
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
  children: (room: Room) => ReactNode;
}

const MOST_TABLE_ROWS = 500;
/** Of a full screen, what the title and the caption take. */
const LARGE_MARGIN = 190;

export function ChartFrame(props: FrameProps) {
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
      {!large && <Body {...props} body={body} asTable={asTable} height={height} large={false} />}
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
            <Body {...props} body={body} asTable={asTable} height={innerHeight - LARGE_MARGIN} large />
          </section>
        )}
      </Modal>
    </section>
  );
}

interface BodyProps extends FrameProps {
  body: RefObject<HTMLDivElement | null>;
  asTable: boolean;
  large: boolean;
}

function Body({ body, asTable, title, table, height, large, children }: BodyProps) {
  const { ref, width } = useElementSize();
  return (
    <div ref={ref} className="plot-body">
      {asTable && table ? (
        <TableBehind title={title} table={table()} height={height} />
      ) : (
        <div ref={body}>{width > 80 && children({ width, height, large })}</div>
      )}
    </div>
  );
}

function TableBehind({
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
    <section className="chart-table" style={{ maxHeight: height }} tabIndex={0} aria-label={say.tableOf(title)}>
      <table aria-label={say.tableOf(title)}>
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
                  {typeof value === "number" ? rounded(value) : value}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {rows.length > MOST_TABLE_ROWS && (
        <p className="plot-caption">{say.first(count(MOST_TABLE_ROWS), count(rows.length))}</p>
      )}
    </section>
  );
}

const rounded = (value: number): string =>
  Number.isInteger(value) ? count(value) : String(Number(value.toPrecision(6))).replace("-", "\u2212");

interface MenuProps {
  title: string;
  caption: ReactNode;
  table: (() => ChartTable) | undefined;
  body: RefObject<HTMLDivElement | null>;
  asTable: boolean;
  onTable: () => void;
  onLarge: (() => void) | undefined;
}

function ChartMenu({ title, caption, table, body, asTable, onTable, onLarge }: MenuProps) {
  const picture = (): Picture | null => {
    const svg = body.current?.querySelector("svg");
    return svg ? { title, caption: typeof caption === "string" ? caption : "", svg } : null;
  };
  const withPicture = (act: (found: Picture) => Promise<void> | void) => async () => {
    const found = picture();
    try {
      if (found) await act(found);
    } catch (error) {
      notifyFailure(error);
    }
  };
  const saveSvg = (found: Picture) =>
    save(new Blob([svgText(found)], { type: "image/svg+xml" }), `${fileName(title)}.svg`);
  const savePng = async (found: Picture) => save(await pngOf(found), `${fileName(title)}.png`);
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <ActionIcon size={26} variant="subtle" color="gray" aria-label={say.menu(title)} title={say.menu(title)}>
          <IconDots size={17} stroke={1.6} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {onLarge && <Menu.Item onClick={onLarge}>{say.large}</Menu.Item>}
        {table && <Menu.Item onClick={onTable}>{asTable ? say.picture : say.table}</Menu.Item>}
        <Menu.Divider />
        <Menu.Item disabled={asTable} onClick={withPicture(copyPicture)}>
          {say.copy}
        </Menu.Item>
        {table && <Menu.Item onClick={() => void copyTable(table())}>{say.copyTable}</Menu.Item>}
        <Menu.Item disabled={asTable} onClick={withPicture(savePng)}>
          {say.png}
        </Menu.Item>
        <Menu.Item disabled={asTable} onClick={withPicture(saveSvg)}>
          {say.svg}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

async function copyPicture(found: Picture): Promise<void> {
  if (typeof ClipboardItem === "undefined" || !navigator.clipboard?.write) throw new Error(say.notCopied);
  await navigator.clipboard.write([new ClipboardItem({ "image/png": pngOf(found) })]);
  notifyDone(say.copied);
}

async function copyTable({ columns, rows }: ChartTable): Promise<void> {
  try {
    await navigator.clipboard.writeText(tsv([columns, ...rows]));
    notifyDone(say.copiedTable);
  } catch (error) {
    notifyFailure(error);
  }
}
