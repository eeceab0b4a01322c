/** The first rows of a table that nobody stored, as a live sample and a trial have them. */

import { useEffect, useRef } from "react";
import type { ColumnType, PreviewPort } from "../../api/apiTypes";
import type { Json } from "../../api/designDocument";
import { formatTime, isNumeric as numeric, TYPE_NAMES } from "../../lib/format";
import { previewTexts as texts } from "../../messages/analysisTexts";
import { TypeGlyph } from "../../ui/TypeGlyph";
import "./preview.css";

interface Props {
  shown: PreviewPort;
  /** So many are shown at most. */
  rows: number;
  columns: number;
  label: string;
  /** Whether the head says what kind of values each column has. */
  typed?: boolean;
  /** Columns that are marked, and brought into sight. */
  marked?: readonly string[];
}

const NONE_MARKED: readonly string[] = [];

export function PreviewTable({ shown, rows, columns: most, label, typed = false, marked = NONE_MARKED }: Props) {
  const table = useRef<HTMLTableElement>(null);
  useEffect(() => scrollToMarked(table.current, marked), [marked]);
  const columns = (shown.columns ?? []).slice(0, most);
  const rest = (shown.width ?? columns.length) - columns.length;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div className="sample-scroll" tabIndex={0} role="region" aria-label={label}>
        <table ref={table}>
          <thead>
            <tr>
              {columns.map(({ name, type }, place) => (
                <th key={place} scope="col" className={getCellClass(type, marked.includes(name))}>
                  {typed && <TypeGlyph type={type} title={TYPE_NAMES[type]} />}
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.head.slice(0, rows).map((row, index) => (
              <tr key={index}>
                {columns.map(({ name, type }, place) => (
                  <PreviewCell
                    key={place}
                    value={row[place] ?? null}
                    type={type}
                    look={getCellClass(type, marked.includes(name))}
                  />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rest > 0 && <p className="sample-words">{texts.more(rest)}</p>}
    </>
  );
}

/** Scrolls sideways alone: what lies around the table stays where it is. */
function scrollToMarked(table: HTMLTableElement | null, marked: readonly string[]): void {
  const [room, head] = [table?.parentElement, table?.querySelector<HTMLElement>("th.sample-new")];
  if (!room || !head || marked.length === 0) return;
  const right = head.offsetLeft + head.offsetWidth;
  if (right > room.scrollLeft + room.clientWidth) room.scrollLeft = right - room.clientWidth + head.offsetWidth;
}

const getCellClass = (type: ColumnType, marked: boolean): string | undefined =>
  [numeric(type) && "number", marked && "sample-new"].filter(Boolean).join(" ") || undefined;

function PreviewCell({ value, type, look }: { value: Json; type: ColumnType; look: string | undefined }) {
  if (value === null) return <td className={`sample-missing ${look ?? ""}`}>·</td>;
  return <td className={look}>{formatValue(value, type)}</td>;
}

const formatValue = (value: Json, type: ColumnType): string =>
  typeof value === "number"
    ? formatShortNumber(value)
    : type === "datetime"
      ? formatTime(String(value))
      : String(value);

const formatShortNumber = (value: number): string =>
  Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(6)));
