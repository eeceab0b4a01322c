"""Delimited text: every row becomes text values first, so that the type of a column is told by all of its values."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, repeat, zip_longest
from typing import NoReturn

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from modules.data_input_and_output.reading.column_names import number_columns, tidy_names
from modules.data_input_and_output.reading.dialects import (
    SEPARATOR_LINE,
    Dialect,
    detect_dialect,
    is_usable_delimiter,
    read_rows,
)
from modules.data_input_and_output.reading.disk_columns import is_on_disk, spill_batches, spill_column
from modules.data_input_and_output.reading.encodings import EncodedText
from modules.data_input_and_output.reading.header_detection import (
    MISSING_TEXTS,
    NUMBER_PATTERN,
    HasHeader,
    describe_missing_header,
)
from modules.data_input_and_output.reading.read_limits import (
    MAX_ROW_LENGTH,
    MEGABYTE,
    check_size,
    format_count,
    quote_value,
    refuse_file,
)
from modules.data_input_and_output.reading.type_inference import NULL_TEXT, Decimal, infer_text_column

#: A row must fit into one block. Small blocks are read faster; the large one is for rows with very long texts.
BLOCK_SIZES = (MEGABYTE, MAX_ROW_LENGTH)
#: With fewer rows a thread costs more than the conversion of a column.
PARALLEL_FROM_ROWS = 50_000


def read_delimited(
    text: EncodedText, *, delimiter: str | None, has_header: HasHeader, decimal: Decimal, notices: list[str]
) -> pa.Table:
    """The typed table; refuses rows that have more or fewer values than the first."""
    dialect, table = read_text_values(text, delimiter, has_header, notices, MISSING_TEXTS, find_likely_reals, decimal)
    names = name_columns(dialect, table.num_columns, has_header, notices)
    if decimal == "auto" and dialect.delimiter != ";":
        decimal = "."
    return _infer_table_types(_empty_to_missing(table).rename_columns(names), decimal, notices)


def read_delimited_sample(text: EncodedText, delimiter: str | None, rows: int) -> tuple[str, int | None]:
    """The characters of the first rows, and how many rows there are, if the head is all; names count as a row."""
    dialect = detect_dialect(text, delimiter, "no")
    separator = SEPARATOR_LINE.match(text.head)
    begin = separator.end() if separator else 0
    cut, end, count = 0, 0, 0
    for record in read_rows(io.StringIO(text.head[begin:], newline=""), dialect.delimiter):
        count += 1
        if count == rows + 2:
            cut = end
            if not text.whole:
                break
        if record.end == len(text.head) - begin and not text.whole:
            break  # this row may go on behind the head
        end = record.end
    if text.whole:
        return text.head[: begin + cut] if cut else text.head, count
    return text.head[: begin + (cut or end)], None


#: Which columns are parsed as real numbers at once, by the first rows; a wrong guess costs time and nothing else.
RealsFinder = Callable[[Dialect], frozenset[int]]


def read_text_values(
    text: EncodedText,
    delimiter: str | None,
    has_header: HasHeader,
    notices: list[str],
    missing: Sequence[str],
    find_reals: RealsFinder,
    decimal: Decimal = "auto",
) -> tuple[Dialect, pa.Table]:
    """How the text is written, and its values: texts, but for what `find_reals` guessed right.

    What is `missing` is null where it is not in quotes. Refuses rows that have more or fewer values than the first.
    """
    if delimiter is not None and not is_usable_delimiter(delimiter):
        refuse_file(
            f"{quote_value(delimiter)} can't separate values. Choose another character, such as a comma.",
            parameter="delimiter",
        )
    dialect = detect_dialect(text, delimiter, has_header)
    check_size(text.lines, dialect.width)
    likely = frozenset[int]() if decimal == "," else find_reals(dialect)
    table = _read_values(text, dialect, likely, missing)
    if table is None and dialect.delimiter == "\t":
        unquoted = detect_dialect(text, delimiter, has_header, quotes=False)
        table = _read_values(text, unquoted, likely, missing)
        if table is not None:
            notices.append("A quote is not closed, so all quotes were read as ordinary characters.")
            dialect = unquoted
    if table is None:
        _explain_failure(text, dialect)
    table = _drop_trailing_column(text, dialect, table)
    if dialect.spaced:
        table = _trim_values(table)
    if dialect.header is None and all(_is_empty(column) for column in table.columns):
        refuse_file("The file is empty: it contains only delimiters.")
    return dialect, table


def _is_empty(column: pa.ChunkedArray) -> bool:
    if not pa.types.is_string(column.type):
        return bool(column.null_count == len(column))
    return not pc.any(pc.not_equal(column, "")).as_py()


def _empty_to_missing(table: pa.Table) -> pa.Table:
    """Also empty values in quotes are missing."""
    columns = [
        spill_column(pc.if_else(pc.equal(column, ""), NULL_TEXT, column)) if pa.types.is_string(column.type) else column
        for column in table.columns
    ]
    return pa.Table.from_arrays(columns, names=table.column_names)


def _infer_table_types(table: pa.Table, decimal: Decimal, notices: list[str]) -> pa.Table:
    """The columns by what their values are; Arrow leaves the interpreter to the others while it converts one."""
    told: list[list[str]] = [[] for _ in table.column_names]
    arguments = (table.column_names, table.columns, repeat(decimal), told)
    if table.num_rows < PARALLEL_FROM_ROWS or is_on_disk():
        columns = list(map(spill_column, map(infer_text_column, *arguments)))
    else:
        with ThreadPoolExecutor(pa.cpu_count()) as threads:
            columns = list(threads.map(infer_text_column, *arguments))
    notices.extend(chain.from_iterable(told))
    return pa.Table.from_arrays(columns, names=table.column_names)


def _read_values(
    text: EncodedText, dialect: Dialect, likely: frozenset[int], missing: Sequence[str]
) -> pa.Table | None:
    """The values, empty where they are missing; None when the rows cannot be told apart.

    They are text, but for the columns that turned out to be real numbers as the first rows made likely.
    """
    for reals, block_size in (
        (likely, BLOCK_SIZES[0]),
        (frozenset[int](), BLOCK_SIZES[0]),
        (frozenset[int](), BLOCK_SIZES[1]),
    ):
        rows = _RaggedRowHandler()
        try:
            table = _parse_csv(text, dialect, reals, block_size, rows, missing)
        except pa.ArrowInvalid as error:
            if "Empty CSV" in str(error):
                return pa.table({str(place): pa.chunked_array([], pa.string()) for place in range(dialect.width)})
            if rows.ragged:
                return None
            continue
        return None if rows.ragged or _has_open_quote(text, dialect, table) else table
    return None


def find_likely_reals(dialect: Dialect) -> frozenset[int]:
    """The places of columns whose first values are all numbers, one of them with a point."""
    columns = zip_longest(*(record.values for record in dialect.sample), fillvalue="")
    return frozenset(place for place, cells in enumerate(columns) if _are_reals(cells))


def _are_reals(cells: Iterable[str]) -> bool:
    present = [cell for cell in cells if cell not in MISSING_TEXTS]
    return any("." in cell for cell in present) and all(NUMBER_PATTERN.fullmatch(cell) for cell in present)


class _RaggedRowHandler:
    """What is done with a row that has another number of values: a blank one is skipped."""

    def __init__(self) -> None:
        self.ragged = False

    def __call__(self, row: pa.csv.InvalidRow) -> str:
        if not row.text.strip(" \x1a\t" if row.expected_columns > 1 else " "):
            return "skip"
        self.ragged = True
        return "error"


def _parse_csv(
    text: EncodedText,
    dialect: Dialect,
    reals: frozenset[int],
    block_size: int,
    rows: _RaggedRowHandler,
    missing: Sequence[str],
) -> pa.Table:
    names = [str(place) for place in range(dialect.width)]
    types = {name: pa.float64() if place in reals else pa.string() for place, name in enumerate(names)}
    reading = pa.csv.ReadOptions(column_names=names, block_size=block_size)
    parsing = pa.csv.ParseOptions(
        delimiter=dialect.delimiter,
        quote_char='"' if dialect.quotes else False,
        newlines_in_values=text.quotes and dialect.quotes,
        invalid_row_handler=rows,
    )
    converting = pa.csv.ConvertOptions(
        column_types=types, null_values=list(missing), strings_can_be_null=True, quoted_strings_can_be_null=False
    )
    with _open_data_stream(text, dialect.skip) as stream:
        if not is_on_disk():
            return pa.csv.read_csv(stream, reading, parsing, converting)
        with pa.csv.open_csv(stream, reading, parsing, converting) as batches:
            return spill_batches(batches, batches.schema)


def _open_data_stream(text: EncodedText, skip: int) -> pa.NativeFile:
    """The text from the first row of data on; mapped where no byte has to change."""
    if text.is_plain:
        return pa.BufferReader(pa.memory_map(str(text.source.path)).read_buffer()[text.start + skip :])
    stream = text.open_utf8()
    stream.read(skip)
    return pa.PythonFile(stream, mode="r")


def _has_open_quote(text: EncodedText, dialect: Dialect, table: pa.Table) -> bool:
    """The last value was still in quotes when the text ended, and may have swallowed any number of rows."""
    if not (text.quotes and dialect.quotes and table.num_rows):
        return False
    last = table.column(table.num_columns - 1)[-1].as_py()
    if not isinstance(last, str) or ("\n" not in last and "\r" not in last):
        return False
    end = b""
    with text.open_utf8() as stream:
        while chunk := stream.read(MEGABYTE):
            end = (end + chunk)[-8:]
    return not end.rstrip(b" \t\r\n\x1a").endswith(b'"')


def _explain_failure(text: EncodedText, dialect: Dialect) -> NoReturn:
    """Find the row that could not be read, and say which and why."""
    line = 0
    with text.open_lines() as lines:
        if dialect.has_separator_line:
            lines.readline()
        try:
            for record in read_rows(lines, dialect.delimiter, dialect.quotes):
                line = record.line + dialect.first_line - 1
                if len(record.values) != dialect.width and record.end != dialect.first_row.end:
                    _refuse_ragged(line, len(record.values), dialect)
        except csv.Error:
            refuse_file(
                f"A value that starts after line {line} is too long. Check for a quote that is not closed.", line=line
            )
    refuse_file(f"A quote opened in line {line} is not closed before the end of the file.", line=line)


def _refuse_ragged(line: int, values: int, dialect: Dialect) -> NoReturn:
    wanted = dialect.width - (1 if dialect.trailing and dialect.header else 0)
    first = dialect.first_row.line + dialect.first_line - 1
    where = "the header" if dialect.header else f"line {first}"
    refuse_file(f"Line {line} has {format_count(values, 'value')}, and {where} has {wanted}.", number=61, line=line)


def _drop_trailing_column(text: EncodedText, dialect: Dialect, table: pa.Table) -> pa.Table:
    """Without the empty column that a delimiter at the end of each row leaves."""
    if not dialect.trailing:
        return table
    last = table.column(table.num_columns - 1)
    if last.null_count == len(last):
        return table.remove_column(table.num_columns - 1)
    if dialect.header and len(dialect.header.values) < dialect.width:
        row = pc.index(pc.is_valid(last), True).as_py()
        _refuse_ragged(_find_line(text, dialect, row), dialect.width, dialect)
    return table


def _find_line(text: EncodedText, dialect: Dialect, row: int) -> int:
    """The line on which a row of data starts."""
    with text.open_lines() as lines:
        if dialect.has_separator_line:
            lines.readline()
        for place, record in enumerate(read_rows(lines, dialect.delimiter, dialect.quotes)):
            if place == row + (1 if dialect.header else 0):
                return record.line + dialect.first_line - 1
    return 0


def _trim_values(table: pa.Table) -> pa.Table:
    """Without the space after each delimiter."""
    missing = pa.array(MISSING_TEXTS)
    columns = []
    for column in table.columns:
        if not pa.types.is_string(column.type):
            columns.append(column)
            continue
        trimmed = pc.utf8_trim_whitespace(column)
        columns.append(spill_column(pc.if_else(pc.is_in(trimmed, missing), pa.scalar(None, pa.string()), trimmed)))
    return pa.Table.from_arrays(columns, names=table.column_names)


def name_columns(dialect: Dialect, width: int, has_header: HasHeader, notices: list[str]) -> list[str]:
    """The names of the columns: those of the header, or numbers."""
    if dialect.header is not None:
        return tidy_names(dialect.header.values[:width], notices)
    if has_header == "auto":
        notices.append(describe_missing_header(dialect.first_row.values))
    return number_columns(width)
