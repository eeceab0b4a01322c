/** The left pane of the import sheet: how the file is read, each setting with the reason for it. */

import { NumberInput, Select, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import type { FileReport, ReadingOptions } from "../../api/apiTypes";
import { notifyDone, notifyFailure } from "../../lib/toasts";
import { importTexts as texts } from "../../messages/importTexts";
import { SegmentedSwitch } from "../../ui/Segments";
import type { ImportState } from "./importState";
import { MissingWords } from "./MissingWords";

type Key = keyof ReadingOptions;

const ENCODINGS = [
  { value: "utf-8", label: "UTF-8" },
  { value: "utf-16", label: "UTF-16" },
  { value: "cp1252", label: "Windows-1252 (Western)" },
  { value: "cp1250", label: "Windows-1250 (Central European)" },
  { value: "cp1251", label: "Windows-1251 (Cyrillic)" },
  { value: "iso-8859-1", label: "ISO 8859-1" },
  { value: "iso-8859-2", label: "ISO 8859-2" },
  { value: "iso-8859-15", label: "ISO 8859-15" },
  { value: "gb18030", label: "GB 18030 (Chinese)" },
  { value: "shift_jis", label: "Shift JIS (Japanese)" },
];

interface SettingProps {
  state: ImportState;
  name: Key;
  label: string;
  reason?: string | undefined;
  children: ReactNode;
}

function Setting({ state, name, label, reason, children }: SettingProps) {
  const initial = state.pending.options[name];
  const changed = JSON.stringify(state.options[name]) !== JSON.stringify(initial);
  return (
    <fieldset className="import-setting" data-changed={changed || undefined}>
      <legend>
        {label}
        {changed && (
          <span>
            {texts.changed}{" "}
            <button
              type="button"
              className="text-button"
              aria-label={texts.undoOf(label)}
              onClick={() => state.change({ [name]: initial })}
            >
              {texts.undo}
            </button>
          </span>
        )}
      </legend>
      {children}
      {reason && <p>{reason}</p>}
    </fieldset>
  );
}

export function ReadingSettings({ state }: { state: ImportState }) {
  const file = state.report.files[0];
  if (!file) return null;
  return (
    <div className="import-settings">
      <h3 className="caption">{texts.how}</h3>
      {state.pending.like && state.isDecided && (
        <p className="import-like">
          {texts.like(state.pending.like)}{" "}
          <button type="button" className="text-button" onClick={state.detectAgain}>
            {texts.detectAgain}
          </button>
        </p>
      )}
      {file.form === "text" && file.encoding && <SeparatorSetting state={state} file={file} />}
      <MarkSettings state={state} />
      <DateSetting state={state} />
      {file.form === "text" && file.encoding && <EncodingSetting state={state} file={file} />}
      {file.form === "workbook" && <SheetSetting state={state} file={file} />}
      {file.form !== "typed" && <RowSettings state={state} file={file} />}
      <MissingSetting state={state} />
      {state.report.code && (
        <button type="button" className="text-button" onClick={() => void copyCode(state.report.code ?? "")}>
          {texts.copyCode}
        </button>
      )}
    </div>
  );
}

function MissingSetting({ state }: { state: ImportState }) {
  const words = state.options.missing_words ?? state.report.missing_words;
  const change = (next: string[]) => state.change({ missing_words: next });
  const proposed = state.report.proposed_words.filter(({ word }) => !words.includes(word));
  return (
    <Setting state={state} name="missing_words" label={texts.words} reason={describeMissing(state)}>
      <MissingWords words={words} onChange={change} />
      {proposed.map(({ word, cells, column, others }) => (
        <p key={word} className="import-proposed">
          {texts.proposedWord(word, cells, column, others)}{" "}
          <button
            type="button"
            className="text-button"
            aria-label={texts.readWordAsMissing(word)}
            onClick={() => change([...words, word])}
          >
            {texts.readAsMissing}
          </button>
        </p>
      ))}
    </Setting>
  );
}

async function copyCode(code: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(code);
    notifyDone(texts.copied);
  } catch (error) {
    notifyFailure(error);
  }
}

function describeMissing({ report }: ImportState): string {
  const cells = report.columns.reduce(
    (sum, column) => sum + Object.values(column.missing_words).reduce((all, one) => all + one, 0),
    0,
  );
  return cells > 0 ? texts.cellsMissing(cells) : texts.wordsHelp;
}

function describeTotals({ options }: ImportState, { totals, last_lines, summed_columns }: FileReport) {
  if (totals === 0) return undefined;
  const kept = (options.skip_last_rows ?? totals) < totals;
  return texts.totals(last_lines.at(-1)?.number ?? null, totals, summed_columns, kept);
}

type Named = { state: ImportState; file: FileReport };

function SeparatorSetting({ state, file }: Named) {
  const mark = file.delimiter ?? state.options.delimiter ?? ",";
  const known = mark === "," || mark === ";" || mark === "\t";
  const [other, setOther] = useState(!known);
  const value = other || !known ? "other" : mark;
  const choose = (next: string) => {
    setOther(next === "other");
    if (next !== "other") state.change({ delimiter: next });
  };
  return (
    <Setting state={state} name="delimiter" label={texts.separator}>
      <SegmentedSwitch
        fullWidth
        size="xs"
        aria-label={texts.separator}
        data={Object.entries(texts.separators).map(([value, label]) => ({ value, label }))}
        value={value}
        onChange={choose}
      />
      {value === "other" && (
        <TextInput
          size="xs"
          mt={6}
          maxLength={1}
          aria-label={texts.otherSeparator}
          placeholder={texts.otherSeparator}
          defaultValue={known ? "" : mark}
          onChange={({ currentTarget }) => currentTarget.value && state.change({ delimiter: currentTarget.value })}
        />
      )}
    </Setting>
  );
}

function MarkSettings({ state }: { state: ImportState }) {
  const { decimal, thousands, marks_reason } = state.report;
  return (
    <>
      <Setting
        state={state}
        name="decimal"
        label={texts.decimal}
        reason={marks_reason && !state.options.decimal.match(/[.,]/) ? texts.marksReason(marks_reason) : undefined}
      >
        <SegmentedSwitch
          fullWidth
          size="xs"
          aria-label={texts.decimal}
          data={Object.entries(texts.decimals).map(([value, label]) => ({ value, label }))}
          value={decimal}
          onChange={(value) => state.change({ decimal: value as ReadingOptions["decimal"] })}
        />
      </Setting>
      <Setting state={state} name="thousands" label={texts.thousands}>
        <Select
          size="xs"
          allowDeselect={false}
          aria-label={texts.thousands}
          data={Object.entries(texts.thousandsMarks).map(([value, label]) => ({ value, label }))}
          value={thousands || "none"}
          onChange={(value) => value && state.change({ thousands: value as ReadingOptions["thousands"] })}
        />
      </Setting>
    </>
  );
}

function DateSetting({ state }: { state: ImportState }) {
  const { date_order, date_column } = state.report;
  return (
    <Setting
      state={state}
      name="date_order"
      label={texts.dates}
      reason={date_column ? texts.dateReason(date_column) : undefined}
    >
      <SegmentedSwitch
        fullWidth
        size="xs"
        aria-label={texts.dates}
        data={Object.entries(texts.dateOrders).map(([value, label]) => ({ value, label }))}
        value={state.options.date_order === "auto" ? (date_order ?? "auto") : state.options.date_order}
        onChange={(value) => state.change({ date_order: value as ReadingOptions["date_order"] })}
      />
    </Setting>
  );
}

function EncodingSetting({ state, file }: Named) {
  const value = ENCODINGS.find((one) => file.encoding?.startsWith(one.value))?.value ?? "utf-8";
  return (
    <Setting
      state={state}
      name="encoding"
      label={texts.encoding}
      reason={!file.encoding_certain && state.options.encoding === "auto" ? texts.encodingGuess : undefined}
    >
      <Select
        size="xs"
        allowDeselect={false}
        aria-label={texts.encoding}
        data={ENCODINGS}
        value={value}
        onChange={(next) => next && state.change({ encoding: next as ReadingOptions["encoding"] })}
      />
    </Setting>
  );
}

function SheetSetting({ state, file }: Named) {
  return (
    <Setting state={state} name="sheet" label={texts.sheet}>
      <Select
        size="xs"
        allowDeselect={false}
        aria-label={texts.sheet}
        data={file.sheets}
        value={file.sheet}
        onChange={(sheet) => state.change({ sheet })}
      />
    </Setting>
  );
}

function RowSettings({ state, file }: Named) {
  return (
    <>
      <Setting state={state} name="has_header" label={texts.names}>
        <SegmentedSwitch
          fullWidth
          size="xs"
          aria-label={texts.names}
          data={Object.entries(texts.nameChoices).map(([value, label]) => ({ value, label }))}
          value={file.has_names ? "yes" : "no"}
          onChange={(value) => state.change({ has_header: value as ReadingOptions["has_header"] })}
        />
      </Setting>
      <Setting state={state} name="skip_rows" label={texts.skip}>
        <NumberInput
          size="xs"
          min={0}
          max={10_000}
          allowDecimal={false}
          allowNegative={false}
          aria-label={texts.skip}
          value={file.skipped_rows}
          onChange={(value) => typeof value === "number" && state.change({ skip_rows: value })}
        />
      </Setting>
      <Setting state={state} name="skip_last_rows" label={texts.skipLast} reason={describeTotals(state, file)}>
        <NumberInput
          size="xs"
          min={0}
          max={10_000}
          allowDecimal={false}
          allowNegative={false}
          aria-label={texts.skipLast}
          value={file.skipped_last_rows}
          onChange={(value) => typeof value === "number" && state.change({ skip_last_rows: value })}
        />
      </Setting>
    </>
  );
}
