"""A quick look at files: their first rows, read as all of them would be, without reading the rest."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from modules.data_input_and_output.reading.delimited import read_delimited_sample
from modules.data_input_and_output.reading.encodings import CHUNK, EncodedText, detect_text, survey_text
from modules.data_input_and_output.reading.file_detection import FileSource, detect_file_kind
from modules.data_input_and_output.reading.file_tables import (
    BINARY_FORMS,
    FileTable,
    drop_last_rows,
    read_file_table,
    read_text_table,
)
from modules.data_input_and_output.reading.json_records import JSON_NAMES, get_suffix, is_json
from modules.data_input_and_output.reading.missing_word_proposals import propose_missing_words
from modules.data_input_and_output.reading.preview_columns import describe_columns, format_rows
from modules.data_input_and_output.reading.reading_code import write_reading_code
from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.reading_report import FileReport, LineRole, RawLine, ReadingReport, Refusal
from modules.data_input_and_output.reading.table_readings import (
    SourceFile,
    TableReading,
    choose_names,
    combine_tables,
    find_differing_file,
)
from modules.data_input_and_output.reading.title_rows import find_title_lines, skip_lines
from modules.data_input_and_output.reading.total_rows import LastRows, find_last_rows
from modules.kit import ModuleError

MAX_COLUMNS = 1_000
#: Cells of the answer at most; of a wide table fewer rows are shown.
MAX_CELLS = 60_000
RAW_LINES, RAW_LENGTH = 6, 400


def preview_files(files: Sequence[SourceFile], options: ReadingOptions, rows: int) -> ReadingReport:
    """The first `rows` rows of all files together; where they can't be read, why, and the lines as they are."""
    reports: list[FileReport] = []
    notices: list[str] = []
    tables: list[FileTable] = []
    refusal: Refusal | None = None
    for file in files:
        try:
            table, report = _preview_file(file, options, notices, max(1, rows // len(files)))
            tables.append(table)
        except ModuleError as error:
            refusal = refusal or Refusal(message=_name_file(error.message, file, files), option=error.parameter)
            report = _describe_unread(file, options)
        reports.append(report)
    if refusal is not None:
        return ReadingReport(files=reports, refusal=refusal, missing_words=list(options.words))
    try:
        return _build_report(combine_tables(tables, options, notices), reports, options)
    except ModuleError as error:
        differing = find_differing_file(tables)
        message = Refusal(message=error.message, option=error.parameter, differing_file=differing)
        return ReadingReport(files=reports, refusal=message, missing_words=list(options.words))


def _name_file(message: str, file: SourceFile, files: Sequence[SourceFile]) -> str:
    return message if len(files) == 1 else f"{file.name}: {message}"


def _build_report(reading: TableReading, files: list[FileReport], options: ReadingOptions) -> ReadingReport:
    names = choose_names(reading.columns, options)
    shown = reading.columns[:MAX_COLUMNS]
    rows = max(20, min(reading.table.num_rows, MAX_CELLS // max(1, len(shown))))
    marks = reading.marks
    return ReadingReport(
        files=files,
        columns=describe_columns(reading, names[:MAX_COLUMNS], options),
        columns_total=len(reading.columns),
        rows=format_rows([column.values.slice(0, rows) for column in shown], [column.kind for column in shown]),
        written=format_rows([reading.raw[column.name].slice(0, rows) for column in shown]),
        decimal=marks.marks.decimal,
        thousands=marks.marks.thousands,
        marks_reason=marks.reason,
        date_order=marks.date_order,
        date_column=marks.date_column,
        missing_words=list(options.words),
        proposed_words=propose_missing_words(shown, reading.present, marks),
        notices=reading.notices,
        code=write_reading_code(reading, files[0].encoding or "utf-8", options),
    )


def _preview_file(
    file: SourceFile, options: ReadingOptions, notices: list[str], rows: int
) -> tuple[FileTable, FileReport]:
    source, kind = detect_file_kind(file.path)
    if kind == "zip":
        table = read_file_table(file.path, file.name, options, notices, max_rows=rows)
        return table, _describe_sheet(file, table, rows)
    if kind != "text":
        return _preview_typed(file, options, notices, rows)
    text = detect_text(source, options.encoding, notices)
    if is_json(text, file.name):
        return _preview_typed(file, options, notices, rows)
    return _preview_text(text, file, options, notices, rows)


def _preview_typed(
    file: SourceFile, options: ReadingOptions, notices: list[str], rows: int
) -> tuple[FileTable, FileReport]:
    table = read_file_table(file.path, file.name, options, notices)
    total = table.written.num_rows
    first = table.written.slice(0, rows)
    return replace(table, written=first, present=first, raw=first), FileReport(name=file.name, form="typed", rows=total)


def _preview_text(
    text: EncodedText, file: SourceFile, options: ReadingOptions, notices: list[str], rows: int
) -> tuple[FileTable, FileReport]:
    skipped = find_title_lines(text, options.delimiter) if options.skip_rows is None else options.skip_rows
    cut = skip_lines(text, skipped) if skipped else text
    sample, records = read_delimited_sample(cut, options.delimiter, rows)
    holds_all = cut.whole and len(sample) == len(cut.head)
    with tempfile.NamedTemporaryFile(suffix=".csv") as copy:
        copy.write(sample.encode("utf-8", "replace"))
        copy.flush()
        source = FileSource(Path(copy.name), compressed=False)
        own = replace(survey_text(source, "utf-8", []), skipped_lines=skipped)
        told = options.model_copy(update={"skip_rows": 0, "skip_last_rows": 0, "encoding": "auto"})
        table = read_text_table(own, file.name, told, notices, as_written=True)
    header = table.dialect is not None and table.dialect.header is not None
    count = table.written.num_rows
    exact = records is not None
    last = find_last_rows(cut, table.dialect) if table.dialect else LastRows()
    below = last.totals if options.skip_last_rows is None else options.skip_last_rows
    if holds_all:
        table = drop_last_rows(table, options.model_copy(update={"skip_last_rows": below}), [])
    total = max(0, records - header - below) if records is not None else _estimate_rows(text, sample, count)
    report = FileReport(
        name=file.name,
        form="text",
        delimiter=table.delimiter,
        encoding=text.encoding,
        encoding_certain=options.encoding == "auto" and text.encoding != "cp1252",
        skipped_rows=skipped,
        skipped_last_rows=below,
        totals=last.totals,
        summed_columns=[table.raw.column_names[place] for place in last.summed if place < table.raw.num_columns],
        has_names=header,
        rows=total,
        rows_exact=exact,
        lines=_list_lines(text, skipped, header=header),
        last_lines=_list_last_lines(cut, last, below),
    )
    return table, report


def _list_last_lines(text: EncodedText, last: LastRows, below: int) -> list[RawLine]:
    """The totals as they are in the file; of a long file nobody counted the lines."""
    if not text.whole:
        return []
    lines = text.head.splitlines()
    found = []
    for place, row in enumerate(reversed(last.rows)):
        role: LineRole = "total" if place < below else "row"
        found.append(RawLine(number=row.line + text.skipped_lines, text=lines[row.line - 1][:RAW_LENGTH], role=role))
    return found[::-1]


def _estimate_rows(text: EncodedText, sample: str, rows: int) -> int | None:
    """By the size of the file, None where it is packed; to two digits."""
    if text.source.compressed or not sample:
        return None
    size = text.source.path.stat().st_size
    guess = rows * size / max(1, len(sample.encode(text.encoding, "replace")))
    digits = max(0, len(str(int(guess))) - 2)
    return int(round(guess, -digits))


def _list_lines(text: EncodedText, skipped: int, *, header: bool) -> list[RawLine]:
    found: list[RawLine] = []
    named = False
    for number, line in enumerate(text.head[: 64 * CHUNK // 1024].splitlines()[: skipped + RAW_LINES], start=1):
        role: LineRole = "skipped" if number <= skipped else "row" if line.strip() else "blank"
        if role == "row" and header and not named:
            role, named = "names", True
        found.append(RawLine(number=number, text=line[:RAW_LENGTH], role=role))
    return found[max(0, skipped - 2) :][:RAW_LINES]


def _describe_sheet(file: SourceFile, table: FileTable, rows: int) -> FileReport:
    sheet = table.sheet
    assert sheet is not None
    lines = []
    for number, row in enumerate(sheet.first_rows[:RAW_LINES], start=1):
        role: LineRole = "skipped" if number <= sheet.skipped else "row"
        if sheet.header and number == sheet.skipped + 1:
            role = "names"
        text = "\t".join("" if value is None else str(value) for value in row)
        lines.append(RawLine(number=number, text=text[:RAW_LENGTH], role=role))
    count = table.written.num_rows
    return FileReport(
        name=file.name,
        form="workbook",
        skipped_rows=sheet.skipped,
        has_names=sheet.header,
        sheet=sheet.read_sheet,
        sheets=sheet.sheets,
        rows=count if count < rows else None,
        rows_exact=count < rows,
        lines=lines,
    )


def _describe_unread(file: SourceFile, options: ReadingOptions) -> FileReport:
    """What can be shown of a file that can't be read as a table: the lines of a text, the sheets of a workbook."""
    try:
        source, kind = detect_file_kind(file.path)
        if kind == "zip":
            table = read_file_table(file.path, file.name, ReadingOptions(), [], max_rows=1)
            return _describe_sheet(file, table, 1)
        if kind != "text":
            return FileReport(name=file.name, form="typed")
        text = detect_text(source, options.encoding, [])
        if is_json(text, file.name) or get_suffix(file.name) in (*JSON_NAMES, *BINARY_FORMS):
            return FileReport(name=file.name, form="typed")  # no other option would read it
        return FileReport(
            name=file.name,
            form="text",
            encoding=text.encoding,
            has_names=True,
            lines=_list_lines(text, 0, header=True),
        )
    except ModuleError:
        return FileReport(name=file.name, form="typed")
