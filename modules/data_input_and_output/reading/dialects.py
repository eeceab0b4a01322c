"""How a delimited text is written: its delimiter, its quotes, its header, and how many values a row has."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from modules.data_input_and_output.reading.encodings import Text
from modules.data_input_and_output.reading.headers import HasHeader, first_row_is_header
from modules.data_input_and_output.reading.limits import LONGEST_ROW, MOST_COLUMNS, check_width, refuse

DELIMITERS = ("\t", ";", "|", ",")
SAMPLE_ROWS = 200
SAMPLE_CELLS = 200_000
#: The first line with which Excel is told the delimiter.
TOLD = re.compile(r"sep=([!-~\t ])(?:\r\n|\r|\n)", re.IGNORECASE)
DECIMAL_COMMA = re.compile(r"[+-]?\d+,\d+")

csv.field_size_limit(LONGEST_ROW)


@dataclass(frozen=True)
class Record:
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
    header: Record | None
    #: The rows that were looked at, the header not among them.
    sample: tuple[Record, ...]
    #: Values in each row, the empty one after a trailing delimiter included.
    width: int
    #: Rows end in a delimiter after which nothing comes.
    trailing: bool
    #: Each delimiter is followed by a space.
    spaced: bool
    #: Bytes of UTF-8 before the first row of data.
    skip: int
    first_line: int

    @property
    def first(self) -> Record:
        return self.header or self.sample[0]


def records(lines: Iterable[str], delimiter: str, quotes: bool = True) -> Iterator[Record]:
    """The rows that are not blank; raises `csv.Error` for a value longer than any that is read."""
    position = 0

    def measured() -> Iterator[str]:
        nonlocal position
        for line in lines:
            position += len(line)
            yield line

    reader = csv.reader(measured(), delimiter=delimiter, quoting=csv.QUOTE_MINIMAL if quotes else csv.QUOTE_NONE)
    line = 1
    for values in reader:
        if len(values) > 1 or (values and values[0].strip()):
            yield Record(line, values, position)
        line = reader.line_num + 1


def usable(delimiter: str) -> bool:
    """Whether the character can part values: it is ASCII, and no quote and no line end."""
    return delimiter.isascii() and delimiter not in '"\r\n\0'


def dialect_of(text: Text, delimiter: str | None, has_header: HasHeader, *, quotes: bool = True) -> Dialect:
    """The dialect of the text as far as it is not given."""
    told = TOLD.match(text.head)
    skipped = told.end() if told else 0
    head = text.head[skipped:]
    if not head.strip():
        refuse("The file is empty: nothing comes after its first line.")
    delimiter = delimiter or (told[1] if told else _best_delimiter(head, text.whole))
    sample = _sample(head, delimiter, text.whole, quotes)
    header = sample[0] if _begins_with_header(sample, has_header) else None
    body = tuple(sample[1:] if header else sample)
    width, trailing = _width(sample[0], body)
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
        first_line=2 if told else 1,
    )


def _sample(head: str, delimiter: str, whole: bool, quotes: bool = True) -> list[Record]:
    """The first rows; the last one of a head that was cut off is not among them."""
    found: list[Record] = []
    cells = 0
    try:
        for record in islice(records(io.StringIO(head, newline=""), delimiter, quotes), SAMPLE_ROWS + 1):
            found.append(record)
            cells += len(record.values)
            if cells > SAMPLE_CELLS:
                break
    except csv.Error:
        refuse("The first row is longer than any that is read. Look for a quote that is not closed.")
    if not whole and found and found[-1].end == len(head):
        found.pop()
    if not found and whole:
        refuse("The file is empty: its quotes hold no values.")
    if not found:
        refuse("The first row is longer than any that is read. Look for a quote that is not closed.")
    return found


def _best_delimiter(head: str, whole: bool) -> str:
    """The delimiter that gives most rows the same number of values, and of those the one that gives the most."""
    marks = {}
    for delimiter in DELIMITERS:
        if delimiter in head:
            rows = [record.values for record in _sample(head, delimiter, whole)]
            marks[delimiter] = _mark(rows)
            if delimiter == ";" and marks[";"][1] > 1 and _decimal_commas(rows):
                marks[";"] = (1.0, MOST_COLUMNS)
    best = max(marks, key=lambda delimiter: marks[delimiter], default=",")
    return best if marks.get(best, (0.0, 1))[1] > 1 else ","


def _mark(rows: list[list[str]]) -> tuple[float, int]:
    """The share of rows with the commonest number of values, and that number."""
    width, rows_of_it = Counter(len(row) for row in rows).most_common(1)[0]
    if len(rows[0]) == 1 and len(rows) > 1:
        return (0.0, 1)
    return (round(rows_of_it / len(rows), 2), width) if width > 1 else (0.0, 1)


def _decimal_commas(rows: list[list[str]]) -> bool:
    cells = [cell for row in rows[1:] for cell in row if "," in cell]
    return bool(cells) and all(DECIMAL_COMMA.fullmatch(cell.strip()) for cell in cells)


def _begins_with_header(sample: list[Record], has_header: HasHeader) -> bool:
    if has_header == "auto":
        return first_row_is_header([record.values for record in sample])
    return has_header == "yes"


def _width(first: Record, body: tuple[Record, ...]) -> tuple[int, bool]:
    """The number of values in a row, and whether the last of them is only what a trailing delimiter leaves."""
    width = len(first.values)
    widths = {len(record.values) for record in body}
    ends_empty = all(not record.values[-1].strip() for record in body)
    if body and widths == {width + 1} and ends_empty:
        return width + 1, True
    if body and widths == {width - 1} and not first.values[-1].strip():
        return width - 1, False
    return width, width > 1 and not first.values[-1].strip() and ends_empty
