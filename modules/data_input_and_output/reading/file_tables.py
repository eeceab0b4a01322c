"""A file as a table of what is written in it, before anything is decided about its columns."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.columnar import read_arrow, read_parquet
from modules.data_input_and_output.reading.delimited import find_likely_reals, name_columns, read_text_values
from modules.data_input_and_output.reading.dialects import Dialect
from modules.data_input_and_output.reading.disk_columns import spill_column
from modules.data_input_and_output.reading.encodings import EncodedText, survey_text
from modules.data_input_and_output.reading.file_detection import FileKind, detect_file_kind
from modules.data_input_and_output.reading.json_records import JSON_NAMES, get_suffix, is_json, read_json
from modules.data_input_and_output.reading.read_limits import quote_value, refuse_file
from modules.data_input_and_output.reading.reading_options import ReadingOptions
from modules.data_input_and_output.reading.title_rows import find_title_lines, skip_lines
from modules.data_input_and_output.reading.total_rows import count_totals_in_table
from modules.data_input_and_output.reading.type_inference import NULL_TEXT, mask_words
from modules.data_input_and_output.reading.workbooks import SheetReading, read_sheet
from modules.data_input_and_output.reading.written_numbers import count_mark_votes

#: What files with these names must hold: text in them is what a broken copy left.
BINARY_FORMS = {".parquet": "Parquet", ".arrow": "Arrow", ".feather": "Arrow", ".xlsx": "Excel", ".xlsm": "Excel"}
#: Rows that are looked at to see whether a file puts every value in quotes.
QUOTE_ROWS = 20


@dataclass(frozen=True)
class FileTable:
    """What is written in a file: texts where it is text, values with a type where the file has types."""

    name: str
    kind: FileKind
    #: Without empty cells and words that stand for a missing value; of those, words in quotes are here.
    written: pa.Table
    #: Without such words in quotes either, for columns of numbers and dates.
    present: pa.Table
    #: With all that is written, for those who look at it.
    raw: pa.Table
    #: Of a workbook: {column: {word: cells that are missing because they say it}}
    missing: dict[str, Counter[str]] = field(default_factory=dict)
    #: Of delimited text: how it is written.
    text: EncodedText | None = None
    dialect: Dialect | None = None
    #: Of a workbook: its sheet.
    sheet: SheetReading | None = None
    #: Rows that stand below and were left out.
    skipped_last_rows: int = 0

    @property
    def delimiter(self) -> str | None:
        return self.dialect.delimiter if self.dialect else None


def read_file_table(
    path: Path, name: str, options: ReadingOptions, notices: list[str], *, as_written: bool = False,
    max_rows: int | None = None,
) -> FileTable:  # fmt: skip
    """The table in a file. `as_written` keeps every number as the text that it is, which takes longer."""
    made = _read_whole_table(path, name, options, notices, as_written=as_written, max_rows=max_rows)
    return drop_last_rows(made, options, notices)


def drop_last_rows(made: FileTable, options: ReadingOptions, notices: list[str]) -> FileTable:
    """The table without its totals, or without as many of its last rows as somebody chose."""
    chosen, rows = options.skip_last_rows, made.raw.num_rows
    written = made.text is not None or made.sheet is not None
    count = min(rows, chosen) if chosen is not None else count_totals_in_table(made.raw) if written else 0
    if count == 0:
        return made
    if chosen is None:
        verb = "is a total and was" if count == 1 else "are totals and were"
        last = "The last row" if count == 1 else f"The last {count} rows"
        notices.append(f"{last} of {quote_value(made.name)} {verb} left out.")
    return replace(
        made,
        written=made.written.slice(0, rows - count),
        present=made.present.slice(0, rows - count),
        raw=made.raw.slice(0, rows - count),
        skipped_last_rows=count,
    )


def _read_whole_table(
    path: Path, name: str, options: ReadingOptions, notices: list[str], *, as_written: bool, max_rows: int | None
) -> FileTable:
    source, kind = detect_file_kind(path)
    if kind == "parquet":
        return _build_typed(name, kind, read_parquet(path, notices))
    if kind in ("arrow", "arrow stream"):
        return _build_typed(name, kind, read_arrow(path, notices, stream=kind == "arrow stream"))
    if kind == "zip":
        sheet = SheetReading(options.sheet, options.has_header, ("", *options.words), options.skip_rows, max_rows)
        table = read_sheet(path, sheet, notices)
        return FileTable(name, kind, table, table, table, sheet.missing, sheet=sheet)
    text = survey_text(source, options.encoding, notices)
    return read_text_table(text, name, options, notices, as_written=as_written)


def read_text_table(
    text: EncodedText, name: str, options: ReadingOptions, notices: list[str], *, as_written: bool = False
) -> FileTable:
    """The table in a text: JSON, or values between delimiters."""
    form = BINARY_FORMS.get(get_suffix(name))
    if form is not None:
        refuse_file(
            f"The name says {form}, but the content is not. The file is damaged or incomplete. Upload it again."
        )
    if is_json(text, name):
        return _build_typed(name, "text", read_json(text, name, notices))
    if get_suffix(name) in JSON_NAMES:
        notices.append("The name says JSON, but the content is not. It was read as delimited text.")
    skipped = find_title_lines(text, options.delimiter) if options.skip_rows is None else options.skip_rows
    if skipped:
        text = skip_lines(text, skipped)
        if not text.head.strip():
            refuse_file("No rows are left under those that are left out. Leave out fewer.", parameter="skip_rows")
    return _read_delimited_table(text, name, options, notices, as_written=as_written)


def _build_typed(name: str, kind: FileKind, table: pa.Table) -> FileTable:
    return FileTable(name, kind, table, table, table)


def _read_delimited_table(
    text: EncodedText, name: str, options: ReadingOptions, notices: list[str], *, as_written: bool
) -> FileTable:
    def find_reals(dialect: Dialect) -> frozenset[int]:
        return frozenset() if as_written else _find_certain_reals(dialect, options)

    dialect, table = read_text_values(text, options.delimiter, options.has_header, notices, ("",), find_reals)
    table = table.rename_columns(name_columns(dialect, table.num_columns, options.has_header, notices))
    if text.quotes and _quotes_everything(dialect, text.head):
        table = _replace_words(table, ("",))
    present = _replace_words(table, ("", *options.words))
    written = _keep_quoted(text, dialect, options, table, present) if text.quotes else present
    return FileTable(name, "text", written, present, table, text=text, dialect=dialect)


def _find_certain_reals(dialect: Dialect, options: ReadingOptions) -> frozenset[int]:
    """Columns that are plain numbers by the first rows, where no column of the table has decimal commas."""
    columns = list(zip_longest(*(record.values for record in dialect.sample), fillvalue=""))
    commas = any(count_mark_votes(cell for cell in cells if "," in cell).decimal == "," for cells in columns)
    if commas or options.decimal == ",":
        return frozenset()
    if dialect.delimiter == ";" and any(count_mark_votes(cells).open_example for cells in columns):
        return frozenset()  # 1.234 may be more than a thousand, which only the texts tell
    chosen = {
        place for place, name in enumerate(dialect.header.values if dialect.header else ()) if name in options.columns
    }
    return find_likely_reals(dialect) - chosen


def _quotes_everything(dialect: Dialect, head: str) -> bool:
    """Whether every value is in quotes, so that empty quotes are how this file writes a missing value."""
    lines = [line for line in head.splitlines()[: QUOTE_ROWS + 1] if line.strip()]
    return bool(lines) and all(
        line.startswith('"') and line.rstrip(dialect.delimiter).endswith('"') and line.count('"') >= 2 * dialect.width
        for line in lines
    )


def _replace_words(table: pa.Table, words: Sequence[str]) -> pa.Table:
    """The texts without these words, whatever spaces stand around them."""
    columns = [
        spill_column(mask_words(column, words)) if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _keep_quoted(
    text: EncodedText, dialect: Dialect, options: ReadingOptions, table: pa.Table, present: pa.Table
) -> pa.Table:
    """The texts without the words that stand for a missing value, but with those that stand in quotes."""
    masked = [
        place
        for place, (all_of, some) in enumerate(zip(table.columns, present.columns, strict=True))
        if all_of.null_count < some.null_count
    ]
    if not masked:
        return present
    dialect_again, again = read_text_values(
        text, dialect.delimiter, "yes" if dialect.header else "no", [], ("", *options.words), lambda _: frozenset()
    )
    del dialect_again
    columns = list(present.columns)
    for place in masked:
        columns[place] = spill_column(pc.if_else(pc.is_valid(again.column(place)), table.column(place), NULL_TEXT))
    return pa.Table.from_arrays(columns, names=table.column_names)


def count_missing_words(raw: pa.ChunkedArray, values: pa.ChunkedArray, words: Sequence[str]) -> Counter[str]:
    """How often each word is what made a value missing."""
    if not pa.types.is_string(raw.type) or raw.null_count == values.null_count:
        return Counter()
    gone = raw.filter(pc.and_(pc.is_null(values), pc.is_in(raw, pa.array(words, pa.string()))))
    return Counter({one["values"]: one["counts"] for one in gone.value_counts().to_pylist()})


def describe_missing_words(missing: dict[str, Counter[str]]) -> str | None:
    """What became missing because of a word, in one sentence; None where nothing did."""
    total = sum(words.total() for words in missing.values())
    if not total:
        return None
    counted: Counter[str] = sum(missing.values(), Counter())
    words = " or ".join(quote_value(word) for word, _ in counted.most_common(3))
    columns = ", ".join(quote_value(name) for name in list(missing)[:5])
    more = f" and {len(missing) - 5:,} more" if len(missing) > 5 else ""
    verb = "cell is" if total == 1 else "cells are"
    return (
        f"{total:,} {verb} missing because of the {'word' if len(counted) == 1 else 'words'} {words}: {columns}{more}."
    )
