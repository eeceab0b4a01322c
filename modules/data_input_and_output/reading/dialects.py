"""How a delimited text is written: its delimiter, its quotes, its header, and how many values a row has."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from modules.data_input_and_output.reading.encodings import EncodedText
from modules.data_input_and_output.reading.header_detection import HasHeader, has_header_row
from modules.data_input_and_output.reading.read_limits import (
    MAX_ROW_LENGTH,
    MAX_TABLE_COLUMNS,
    check_width,
    refuse_file,
)

DELIMITERS = ("\t", ";", "|", ",")
DIALECT_SAMPLE_ROWS = 200
SAMPLE_CELLS = 200_000
#: The first line with which Excel is told the delimiter.
SEPARATOR_LINE = re.compile(r"sep=([!-~\t ])(?:\r\n|\r|\n)", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")

csv.field_size_limit(MAX_ROW_LENGTH)


@dataclass(frozen=True)
class DelimitedRow:
    """The values of one row, the line on which it starts, and the characters up to its end."""

    line: int
    values: list[str]
    end: int


@dataclass(frozen=True)
class Dialect:
    """What must be known to read the rows of a text."""

    delimiter: str
    quotes: bool
    #: The record with the names, or None.
    header: DelimitedRow | None
    #: The rows that were looked at, the header not among them.
    sample: tuple[DelimitedRow, ...]
    #: Values in each row, the empty one after a trailing delimiter included.
    width: int
    #: Rows end in a delimiter after which nothing comes.
    trailing: bool
    #: Each delimiter is followed by a space.
    spaced: bool
    #: Bytes of UTF-8 before the first row of data.
    skip: int
    #: The line of the file on which what is read begins, and whether a line before it tells the delimiter.
    first_line: int
    has_separator_line: bool

    @property
    def first_row(self) -> DelimitedRow:
        return self.header or self.sample[0]


def read_rows(lines: Iterable[str], delimiter: str, quotes: bool = True) -> Iterator[DelimitedRow]:
    """The rows that are not blank; raises `csv.Error` for a value longer than any that is read."""
    position = 0

    def check_lengths() -> Iterator[str]:
        nonlocal position
        for line in lines:
            position += len(line)
            yield line

    reader = csv.reader(check_lengths(), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE)
    line = 1
    for values in reader:
        if len(values) > 1 or (values and values[0].strip()):
            yield DelimitedRow(line, values, position)
        line = reader.line_num + 1


def is_usable_delimiter(delimiter: str) -> bool:
    """Whether the character can part values: it is ASCII, and no quote and no line end."""
    return delimiter.isascii() and delimiter not in '"\r\n\0'


def detect_dialect(text: EncodedText, delimiter: str | None, has_header: HasHeader, *, quotes: bool = True) -> Dialect:
    """The dialect of the text as far as it is not given."""
    told = SEPARATOR_LINE.match(text.head)
    skipped = told.end() if told else 0
    head = text.head[skipped:]
    if not head.strip():
        refuse_file("The file is empty: nothing follows its first line.")
    delimiter = delimiter or (told[1] if told else _find_best_delimiter(head, text.whole))
    sample = read_sample_rows(head, delimiter, text.whole, quotes)
    header = sample[0] if _begins_with_header(sample, has_header) else None
    body = tuple(sample[1:] if header else sample)
    width, trailing = _measure_width(sample[0], body)
    check_width(width)
    return Dialect(
        delimiter=delimiter,
        quotes=quotes,
        header=header,
        sample=body,
        width=width,
        trailing=trailing,
        spaced=bool(body) and all(value.startswith(" ") for row in body for value in row.values[1:]) and width > 1,
        skip=len((text.head[: skipped + header.end] if header else text.head[:skipped]).encode("utf-8", "replace")),
        first_line=(2 if told else 1) + text.skipped_lines,
        has_separator_line=told is not None,
    )


def read_sample_rows(head: str, delimiter: str, whole: bool, quotes: bool = True) -> list[DelimitedRow]:
    """The first rows of a text; the last one of a head that was cut off is not among them."""
    found: list[DelimitedRow] = []
    cells = 0
    try:
        for record in islice(read_rows(io.StringIO(head, newline=""), delimiter, quotes), DIALECT_SAMPLE_ROWS + 1):
            found.append(record)
            cells += len(record.values)
            if cells > SAMPLE_CELLS:
                break
    except csv.Error:
        refuse_file("The first row is too long. Check for a quote that is not closed.")
    if not whole and found and found[-1].end == len(head):
        found.pop()
    if not found and whole:
        refuse_file("The file is empty: its quotes contain no values.")
    if not found:
        refuse_file("The first row is too long. Check for a quote that is not closed.")
    return found


def _find_best_delimiter(head: str, whole: bool) -> str:
    """The delimiter that gives most rows the same number of values, and of those the one that gives the most."""
    marks = {}
    for delimiter in DELIMITERS:
        if delimiter in head:
            rows = [record.values for record in read_sample_rows(head, delimiter, whole)]
            marks[delimiter] = _score_rows(rows)
            if delimiter == ";" and marks[";"][1] > 1 and has_decimal_commas(rows):
                marks[";"] = (1.0, MAX_TABLE_COLUMNS)
    best = max(marks, key=lambda delimiter: marks[delimiter], default=",")
    return best if marks.get(best, (0.0, 1))[1] > 1 else ","


def _score_rows(rows: list[list[str]]) -> tuple[float, int]:
    """The share of rows with the commonest number of values, and that number."""
    width, rows_of_it = Counter(len(row) for row in rows).most_common(1)[0]
    if len(rows[0]) == 1 and len(rows) > 1:
        return (0.0, 1)
    return (round(rows_of_it / len(rows), 2), width) if width > 1 else (0.0, 1)


def has_decimal_commas(rows: Sequence[Sequence[str]]) -> bool:
    """Whether every comma below the first row is the decimal mark of a number."""
    cells = [cell for row in rows[1:] for cell in row if "," in cell]
    return bool(cells) and all(DECIMAL_COMMA.fullmatch(cell.strip()) for cell in cells)


def _begins_with_header(sample: list[DelimitedRow], has_header: HasHeader) -> bool:
    if has_header == "auto":
        return has_header_row([record.values for record in sample])
    return has_header == "yes"


def _measure_width(first: DelimitedRow, body: tuple[DelimitedRow, ...]) -> tuple[int, bool]:
    """The number of values in a row, and whether the last of them is only what a trailing delimiter leaves."""
    width = len(first.values)
    widths = {len(record.values) for record in body}
    ends_empty = all(not record.values[-1].strip() for record in body)
    if body and widths == {width + 1} and ends_empty:
        return width + 1, True
    if body and widths == {width - 1} and not first.values[-1].strip():
        return width - 1, False
    return width, width > 1 and not first.values[-1].strip() and ends_empty
