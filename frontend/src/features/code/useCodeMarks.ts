/** The marks of the code: what is wrong and where, what was typed, what is selected on the canvas. */

import { useMemo } from "react";
import type { Problem } from "../../api/apiTypes";
import type { Edit } from "../../api/designDocument";
import { compareLines, type MergeConflict } from "../../graph/lineMerge";
import { codePaneTexts as texts } from "../../messages/codePaneTexts";
import { type CodeReading, fixInCode, takeTheirs, typeCode, useDesignCode } from "../../stores/designCode";
import { useDesign } from "../../stores/designStore";
import { useUi } from "../../stores/uiStore";
import type { CodeMark, CodeMarks, CodePlace } from "../../ui/code/codeMarks";

const NONE: Problem[] = [];

export function useCodeMarks(): CodeMarks {
  const { text, written, lines, reading, conflicts } = useDesignCode();
  const problems = useDesign(({ analysis }) => analysis?.problems ?? NONE);
  const selected = useUi(({ selection }) => selection.at(-1) ?? null);
  const marks = useMemo(() => {
    const found = reading ? listReadingMarks(reading) : text === written ? listProblemMarks(problems, text, lines) : [];
    return [...found, ...conflicts.map(toConflictMark)];
  }, [reading, problems, text, written, lines, conflicts]);
  const changes = useMemo(() => listTypedLines(written, text), [written, text]);
  const range = selected !== null ? lines[selected] : undefined;
  return useMemo(() => ({ marks, ...changes, selected: range ?? null }), [marks, changes, range]);
}

function listReadingMarks(reading: CodeReading): CodeMark[] {
  const errors = reading.errors.map(({ range, message, fix }): CodeMark => {
    const press = () => fix && typeCode(replacePlace(useDesignCode.getState().text, fix.range, fix.text));
    return { place: range, tone: "error", message, button: fix ? { label: fix.label, press } : null };
  });
  const findings = reading.findings.flatMap(({ range, message, fix }): CodeMark[] =>
    range ? [{ place: range, tone: "problem", message, button: createFixButton(fix) }] : [],
  );
  return [...errors, ...findings];
}

function createFixButton(fix: Problem["fix"] | undefined): CodeMark["button"] {
  const edits = (fix?.edits ?? []) as Edit[];
  return fix && edits.length > 0 ? { label: fix.label, press: () => void fixInCode(edits) } : null;
}

/** The problems of the design as it is, at the lines of their nodes. */
function listProblemMarks(
  problems: readonly Problem[],
  text: string,
  lines: Readonly<Record<string, readonly [number, number]>>,
): CodeMark[] {
  const all = text.split("\n");
  return problems.flatMap(({ node, field, message, fix }): CodeMark[] => {
    const range = node === null ? undefined : lines[node];
    if (!range) return [];
    return [{ place: findField(all, range, field), tone: "problem", message, button: createFixButton(fix) }];
  });
}

/** Where an argument stands in the lines of a node, else its first line of code. */
function findField(
  lines: readonly string[],
  [first, last]: readonly [number, number],
  field: string | null,
): CodePlace {
  for (let line = first; line <= last; line += 1) {
    const at = field === null ? -1 : (lines[line - 1]?.search(new RegExp(`\\b${field}=`)) ?? -1);
    if (at >= 0) return { first_line: line, first_column: at, last_line: line, last_column: lines[line - 1]!.length };
  }
  const line = [...Array(last - first + 1).keys()]
    .map((step) => first + step)
    .find((one) => !isComment(lines[one - 1]));
  const start = line ?? first;
  const code = lines[start - 1] ?? "";
  return {
    first_line: start,
    first_column: code.length - code.trimStart().length,
    last_line: start,
    last_column: code.length,
  };
}

const isComment = (line: string | undefined): boolean => line?.trimStart().startsWith("#") ?? false;

const toConflictMark = (conflict: MergeConflict): CodeMark => ({
  place: { first_line: conflict.line + 1, first_column: 0, last_line: conflict.line + 1, last_column: 0 },
  tone: "conflict",
  message: `${texts.conflict} ${conflict.theirs.map((line) => line.trim()).join(" ") || texts.gone}`,
  button: { label: texts.takeTheirs, press: () => takeTheirs(conflict) },
});

function listTypedLines(written: string, text: string): Pick<CodeMarks, "typed" | "gone"> {
  const typed: number[] = [];
  const gone = new Map<number, string[]>();
  if (written === text) return { typed, gone };
  const before = written.split("\n");
  let shift = 0;
  for (const { from, to, lines } of compareLines(before, text.split("\n"))) {
    const start = from + shift;
    typed.push(...lines.map((_, place) => start + place + 1));
    if (to > from) gone.set(start + 1, before.slice(from, to));
    shift += lines.length - (to - from);
  }
  return { typed, gone };
}

function replacePlace(text: string, place: CodePlace, by: string): string {
  const lines = text.split("\n");
  const start = lines[place.first_line - 1]!.slice(0, place.first_column);
  const end = lines[place.last_line - 1]!.slice(place.last_column);
  lines.splice(place.first_line - 1, place.last_line - place.first_line + 1, start + by + end);
  return lines.join("\n");
}
