"""Whether the first row of a table holds names or data."""

import re
from collections.abc import Sequence
from datetime import date, time
from itertools import pairwise
from typing import Literal

from modules.data_input_and_output.reading.read_limits import quote_value

Cell = object
CellKind = Literal["missing", "number", "date", "boolean", "text"]
HasHeader = Literal["auto", "yes", "no"]

#: Cells that stand for a missing value.
MISSING_TEXTS = ("", "?", "NA", "N/A", "n/a", "#N/A", "NaN", "nan", "null", "NULL", "Null")
NUMBER_PATTERN = re.compile(r"[+-]?(\d+([.,]\d*)?|[.,]\d+)([eE][+-]?\d+)?|[+-]?inf(inity)?", re.IGNORECASE)
COUNTER_PATTERN = re.compile(r"[0-9]{1,9}")
YEARS = range(1800, 2200)
#: Years in names stand so far apart at most.
MAX_STEP = 10
DATE_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d.*)?|\d{1,2}([./-])\d{1,2}\2\d{2,4}")


def classify_cell(cell: Cell) -> CellKind:
    """What a cell looks like, be it text from a file or a value from a workbook."""
    if cell is None:
        return "missing"
    if isinstance(cell, bool):
        return "boolean"
    if isinstance(cell, int | float):
        return "number"
    if isinstance(cell, date | time):
        return "date"
    text = str(cell).strip()
    if text in MISSING_TEXTS:
        return "missing"
    if NUMBER_PATTERN.fullmatch(text):
        return "number"
    if DATE_PATTERN.fullmatch(text):
        return "date"
    return "boolean" if text.lower() in ("true", "false") else "text"


def has_header_row(rows: Sequence[Sequence[Cell]]) -> bool:
    """Names are text; a first row with numbers, dates or booleans is data, unless they count upwards, as years do.

    Where everything is text, values that come back further down their own column are data: names do not.
    """
    first, body = rows[0], rows[1:]
    kinds = [classify_cell(cell) for cell in first]
    if all(kind == "missing" for kind in kinds):
        return False
    if any(kind != "text" and kind != "missing" for kind in kinds):
        return _counts_upwards(first, kinds)
    if "?" in [str(cell).strip() for cell in first]:
        return False
    return not _recur_below(first, body)


def _counts_upwards(first: Sequence[Cell], kinds: Sequence[CellKind]) -> bool:
    told = [cell for cell, kind in zip(first, kinds, strict=True) if kind not in ("text", "missing")]
    if len(told) < 2 or "boolean" in kinds or {"number", "date"} <= set(kinds):
        return False
    if "date" in kinds:
        days = [str(cell) for cell in told]
        return all(earlier < later for earlier, later in pairwise(days))
    if not all(COUNTER_PATTERN.fullmatch(str(cell).strip()) for cell in told):
        return False
    return _is_counting([int(str(cell)) for cell in told], among_text="text" in kinds)


def _is_counting(numbers: list[int], *, among_text: bool) -> bool:
    """Whether the numbers are names: years, or places that count from nought or one."""
    steps = {after - before for before, after in pairwise(numbers)}
    if len(steps) > 1 or not 0 < min(steps) <= MAX_STEP:
        return False
    if not among_text:
        return len(numbers) > 2 and (numbers[0] == 0 or len(numbers) > 9)
    return len(numbers) > 2 or all(number in YEARS for number in numbers)


def _recur_below(first: Sequence[Cell], body: Sequence[Sequence[Cell]]) -> bool:
    """More than half of the cells of the first row occur again below."""
    named = [place for place, cell in enumerate(first) if str(cell).strip()]
    again = sum(any(place < len(row) and row[place] == first[place] for row in body) for place in named)
    return again * 2 > len(named)


def describe_missing_header(first: Sequence[Cell]) -> str:
    """The notice that a table was taken to have no names."""
    shown = ", ".join(quote_value(cell) for cell in first[:3])
    return f"The first row looks like data ({shown}), so the columns are called Col1, Col2, ..."
