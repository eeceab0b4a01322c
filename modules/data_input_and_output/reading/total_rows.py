"""Rows below a table that are no part of it: the totals of its columns."""

import csv
import io
import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from modules.data_input_and_output.reading.dialects import DelimitedRow, Dialect, read_rows
from modules.data_input_and_output.reading.encodings import EncodedText
from modules.data_input_and_output.reading.written_numbers import ANY_NUMBER

#: So many rows at the end are looked at, and so many at the beginning, where such a word must not occur.
MAX_TOTAL_ROWS, COMPARED_ROWS = 3, 200
#: A table with fewer rows above may itself be about totals.
MIN_ROWS_ABOVE = 3
TAIL_BYTES = 65_536
TOTAL_PATTERN = re.compile(
    r"(grand |sub-?)?totals?|sum|average|mean|(gesamt|end|zwischen)?summen?|gesamt|insgesamt|total general|suma|"
    r"importe total|total général|somme|moyenne|totale|totaal|soma|média|razem|ogółem|celkem|итого|всего|toplam|"
    r"durchschnitt|mittelwert|promedio|media|Σ",
    re.IGNORECASE,
)
#: The difference that rounding makes of a sum.
ROUNDING = 0.011


@dataclass(frozen=True)
class LastRows:
    """The last rows of a text, and how many of them are totals."""

    rows: tuple[DelimitedRow, ...] = ()
    totals: int = 0
    #: Places of the columns of which the last total is the sum.
    summed: tuple[int, ...] = ()


def count_total_rows(last: Sequence[Sequence[object]], first: Sequence[Sequence[object]], rows: int | None) -> int:
    """How many of the last rows are totals: a word that says so, then numbers.

    The `first` rows of the table, which has so many `rows` if that is known, must have no such word there.
    """
    count, places = 0, set()
    for row in reversed(last[-MAX_TOTAL_ROWS:]):
        place = _find_total_word(row)
        if place is None:
            break
        count += 1
        places.add(place)
    above = first if rows is None else first[: max(0, rows - count)]
    if count == 0 or len(above) < MIN_ROWS_ABOVE:
        return 0
    said = any(_is_total_word(row[place]) for row in above for place in places if place < len(row))
    return 0 if said else count


def count_totals_in_table(table: pa.Table) -> int:
    """How many of the last rows of a table are totals."""
    rows = table.num_rows
    last = _list_rows(table.slice(max(0, rows - MAX_TOTAL_ROWS)))
    return count_total_rows(last, _list_rows(table.slice(0, COMPARED_ROWS)), rows)


def _list_rows(table: pa.Table) -> list[tuple[object, ...]]:
    return list(zip(*(column.to_pylist() for column in table.columns), strict=True))


def _find_total_word(row: Sequence[object]) -> int | None:
    """The place of the word, which is the first thing in its row; all that follows are numbers."""
    filled = [(place, str(cell).strip()) for place, cell in enumerate(row) if cell is not None and str(cell).strip()]
    if len(filled) < 2 or not TOTAL_PATTERN.fullmatch(filled[0][1].rstrip(":")):
        return None
    return filled[0][0] if all(ANY_NUMBER.fullmatch(text) for _, text in filled[1:]) else None


def _is_total_word(cell: object) -> bool:
    return cell is not None and TOTAL_PATTERN.fullmatch(str(cell).strip().rstrip(":")) is not None


def find_last_rows(text: EncodedText, dialect: Dialect) -> LastRows:
    """The last rows of a text, by its end alone where it is long; nothing where that can't be looked at."""
    rows = _read_all(text, dialect) if text.whole else _read_end(text, dialect)
    last, names = rows[-MAX_TOTAL_ROWS:], 1 if dialect.header else 0
    first = rows[names : names + COMPARED_ROWS] if text.whole else dialect.sample[:COMPARED_ROWS]
    totals = count_total_rows(
        [row.values for row in last], [row.values for row in first], len(rows) - names if text.whole else None
    )
    if not totals:
        return LastRows()
    body = rows[names : len(rows) - totals] if text.whole else []
    return LastRows(tuple(last[-totals:]), totals, _find_summed(body, last[-1].values))


def _read_all(text: EncodedText, dialect: Dialect) -> list[DelimitedRow]:
    try:
        return list(read_rows(io.StringIO(text.head, newline=""), dialect.delimiter, dialect.quotes))
    except csv.Error:
        return []


def _read_end(text: EncodedText, dialect: Dialect) -> list[DelimitedRow]:
    if text.source.compressed or text.encoding.startswith(("utf-16", "utf-32")):
        return []
    with text.source.path.open("rb") as stream:
        stream.seek(0, io.SEEK_END)
        stream.seek(max(0, stream.tell() - TAIL_BYTES))
        end = stream.read().decode(text.encoding, "replace").partition("\n")[2]
    try:
        return list(deque(read_rows(io.StringIO(end, newline=""), dialect.delimiter, dialect.quotes), MAX_TOTAL_ROWS))
    except csv.Error:
        return []


def _find_summed(body: Sequence[DelimitedRow], total: Sequence[str]) -> tuple[int, ...]:
    return tuple(
        place
        for place, cell in enumerate(total)
        if ANY_NUMBER.fullmatch(cell.strip())
        and _is_sum([row.values[place] for row in body if place < len(row.values)], cell)
    )


def _is_sum(cells: Sequence[str], total: str) -> bool:
    """Whether the numbers add up to the total, with a point or with a comma before the decimals."""
    for decimal in ".,":
        numbers = [_to_number(cell, decimal) for cell in cells if cell.strip()]
        expected = _to_number(total, decimal)
        known = [number for number in numbers if number is not None]
        if not known or len(known) < len(numbers) or expected is None:
            continue
        if abs(sum(known) - expected) <= max(ROUNDING, abs(expected) * 1e-9):
            return True
    return False


def _to_number(text: str, decimal: str) -> float | None:
    digits = re.sub(rf"[^\d{re.escape(decimal)}\-]", "", text.replace("−", "-")).replace(decimal, ".")
    try:
        return float(digits)
    except ValueError:
        return None
