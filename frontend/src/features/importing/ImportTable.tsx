/** The table as it will be: a head for each column with its name, type, reason and picture, and the first rows. */

import { IconChevronDown } from "@tabler/icons-react";
import { type FocusEvent, type KeyboardEvent, useState } from "react";
import type { ColumnReport } from "../../api/apiTypes";
import { formatWholeNumber } from "../../messages/formatting";
import { importTexts as texts } from "../../messages/importTexts";
import { SegmentedSwitch } from "../../ui/Segments";
import type { ImportState } from "./importState";
import "./importTable.css";

type View = "asRead" | "asWritten";

const RIGHT = new Set(["integer", "real", "percent", "datetime"]);

export function ImportTable({ state }: { state: ImportState }) {
  const [view, setView] = useState<View>("asRead");
  const { report } = state;
  const converted = report.columns.filter((column) => column.converted);
  const keepAll = () =>
    state.changeColumns(Object.fromEntries(converted.map(({ source }) => [source, { type: "text" as const }])));
  return (
    <section className="import-table" aria-label={texts.table} aria-busy={state.busy}>
      <header>
        <h3 className="caption">{texts.table}</h3>
        <span>
          {report.columns_total > report.columns.length
            ? texts.noColumns(report.columns.length, report.columns_total)
            : texts.firstRows(report.rows.length)}
        </span>
        {converted.length > 0 && (
          <span className="import-converted" role="status">
            {texts.converted(converted.length)}{" "}
            <button type="button" className="text-button" onClick={keepAll}>
              {texts.keepAsWritten}
            </button>
          </span>
        )}
        <SegmentedSwitch
          size="xs"
          aria-label={texts.view}
          data={(["asRead", "asWritten"] as const).map((value) => ({ value, label: texts[value] }))}
          value={view}
          onChange={setView}
        />
      </header>
      <div
        className="import-scroll"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keys
        tabIndex={0}
        role="group"
        aria-label={texts.rowsAndColumns}
        data-busy={state.busy || undefined}
      >
        <table>
          <thead>
            <tr>
              <th scope="col" className="import-row-number">
                {texts.row}
              </th>
              {report.columns.map((column) => (
                <ColumnHead key={column.source} column={column} state={state} />
              ))}
            </tr>
          </thead>
          <TableRows report={report} view={view} />
        </table>
        {report.rows.length === 0 && <p className="page-message">{texts.noRows}</p>}
      </div>
    </section>
  );
}

function TableRows({ report, view }: { report: ImportState["report"]; view: View }) {
  const rows = view === "asRead" ? report.rows : report.written;
  return (
    <tbody>
      {rows.map((row, at) => (
        <tr key={at} id={`import-row-${at}`}>
          <th scope="row" className="import-row-number">
            {formatWholeNumber(at + 1)}
          </th>
          {row.map((value, place) => {
            const column = report.columns[place];
            const written = report.written[at]?.[place] ?? null;
            return (
              <td
                key={column?.source ?? place}
                data-right={(view === "asRead" && column && RIGHT.has(column.kind)) || undefined}
                data-missing={(value === null && written !== null) || undefined}
                title={written !== value ? (written ?? undefined) : undefined}
              >
                {value ?? (written !== null ? <s>{written}</s> : null)}
              </td>
            );
          })}
        </tr>
      ))}
    </tbody>
  );
}

function ColumnHead({ column, state }: { column: ColumnReport; state: ImportState }) {
  const words = Object.values(column.missing_words).reduce((all, one) => all + one, 0);
  const changed = column.source in state.options.columns;
  const origin = column.written_example !== column.read_example ? column.written_example : null;
  return (
    <th
      scope="col"
      className="import-column"
      data-right={RIGHT.has(column.kind) || undefined}
      data-state={changed ? "mine" : column.converted ? "converted" : undefined}
    >
      <ColumnName key={column.name} column={column} state={state} />
      <KindSelect column={column} state={state} />
      <p className="import-reason">{column.reason}</p>
      <ProposedWords column={column} state={state} />
      <p className="import-origin">
        {words > 0 ? <b>{texts.nowMissing(words)}</b> : origin ? texts.from(origin) : texts.written}
      </p>
      <ColumnPicture column={column} />
    </th>
  );
}

/** Words that may stand for a missing value, beside the column that they keep from being numbers. */
function ProposedWords({ column, state: { report, options, change } }: { column: ColumnReport; state: ImportState }) {
  const words = options.missing_words ?? report.missing_words;
  const proposed = report.proposed_words.filter(
    (one) => [column.name, column.source].includes(one.column) && !words.includes(one.word),
  );
  return proposed.map(({ word, cells }) => (
    <p key={word} className="import-column-word">
      {texts.wordInCells(word, cells)}{" "}
      <button type="button" className="text-button" onClick={() => change({ missing_words: [...words, word] })}>
        {texts.readAsMissing}
      </button>
    </p>
  ));
}

function ColumnName({ column, state }: { column: ColumnReport; state: ImportState }) {
  const rename = ({ currentTarget }: FocusEvent<HTMLInputElement>) => {
    const name = currentTarget.value.trim();
    if (name && name !== column.name) state.changeColumns({ [column.source]: { name } });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) event.currentTarget.blur();
  };
  return (
    <input
      className="import-name"
      aria-label={texts.columnName(column.source)}
      maxLength={200}
      defaultValue={column.name}
      onBlur={rename}
      onKeyDown={onKeyDown}
    />
  );
}

/** The type; the letter T opens it from anywhere in the head, as the browser opens such a menu. */
function KindSelect({ column, state }: { column: ColumnReport; state: ImportState }) {
  return (
    <span className="import-kind">
      <select
        aria-label={texts.columnType(column.source)}
        value={column.kind}
        onChange={(event) =>
          state.changeColumns({ [column.source]: { type: event.currentTarget.value as ColumnReport["kind"] } })
        }
      >
        {Object.entries(texts.kinds).map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <IconChevronDown size={13} stroke={1.8} aria-hidden="true" />
    </span>
  );
}

function ColumnPicture({ column }: { column: ColumnReport }) {
  const words = !RIGHT.has(column.kind);
  return (
    <div className="import-picture" aria-hidden="true">
      <div data-words={words || undefined}>
        {column.bars.map((bar, at) => (
          <i key={at} style={words ? { flexGrow: bar } : { height: `${Math.max(bar > 0 ? 6 : 0, bar * 100)}%` }} />
        ))}
      </div>
      <span>
        <span>{column.low}</span>
        <span>{column.high}</span>
      </span>
    </div>
  );
}
