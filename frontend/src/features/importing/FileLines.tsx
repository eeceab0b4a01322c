/** The first lines of the file as they are: what is left out, the names, and the marks between the values. */

import { Fragment } from "react";
import type { FileReport } from "../../api/apiTypes";
import { importTexts as texts } from "../../messages/importTexts";
import type { ImportState } from "./importState";
import "./fileLines.css";

type RawLine = FileReport["lines"][number];

export function FileLines({ state }: { state: ImportState }) {
  const file = state.report.files[0];
  if (!file || file.lines.length === 0) return null;
  const last = file.last_lines;
  const mark = file.form === "workbook" ? "\t" : file.delimiter;
  return (
    <section className="import-file" aria-label={texts.file}>
      <header>
        <h3 className="caption">{texts.file}</h3>
        <span>{texts.clickLine}</span>
      </header>
      <ol>
        {file.lines.map((line) => (
          <Line
            key={line.number}
            line={line}
            mark={mark ?? null}
            action={texts.lineIsNames(line.number)}
            onClick={() => state.change({ skip_rows: line.number - 1, has_header: "yes" })}
          />
        ))}
        {last.length > 0 && <li className="import-lines-between">{texts.moreLines(countBetween(file))}</li>}
        {last.map((line, at) => {
          const isLeftOut = line.role === "total";
          return (
            <Line
              key={line.number}
              line={line}
              mark={mark ?? null}
              action={isLeftOut ? texts.keepLine(line.number) : texts.leaveOutLine(line.number)}
              onClick={() => state.change({ skip_last_rows: isLeftOut ? last.length - at - 1 : last.length - at })}
            />
          );
        })}
      </ol>
    </section>
  );
}

/** The lines that are not shown, between the first ones and the totals. */
const countBetween = ({ lines, last_lines }: FileReport): number =>
  Math.max(0, (last_lines[0]?.number ?? 0) - (lines.at(-1)?.number ?? 0) - 1);

interface LineProps {
  line: RawLine;
  mark: string | null;
  action: string;
  onClick: () => void;
}

function Line({ line, mark, action, onClick }: LineProps) {
  return (
    <li>
      <button type="button" data-role={line.role} aria-label={`${action}: ${line.text}`} onClick={onClick}>
        <span className="import-line-number">{line.number}</span>
        <span className="import-line-text">
          <LineText line={line} mark={mark} />
        </span>
        <span className="import-line-role">{texts.roles[line.role]}</span>
      </button>
    </li>
  );
}

/** The parts of a line between its marks; a mark within quotes belongs to its part. */
export function splitLine(text: string, mark: string): string[] {
  const parts = [""];
  let quoted = false;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (character === mark && !quoted) parts.push("");
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** The line with its marks tinted. */
function LineText({ line, mark }: { line: RawLine; mark: string | null }) {
  if (!mark) return line.text;
  return splitLine(line.text, mark).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <i>{mark === "\t" ? "→" : mark}</i>}
      {part}
    </Fragment>
  ));
}
