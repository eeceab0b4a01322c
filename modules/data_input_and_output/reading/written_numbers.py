"""Numbers as people write them: 1.328,98 and $1,325.0, 90% and 12 kg."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.unit_conversions import get_unit_factors

CURRENCIES = ("$", "€", "£", "¥", "₹", "₺", "₽", "EUR", "USD", "GBP", "CHF", "US$", "R$", "kr", "zł", "Kč")
UNITS = (
    "mg", "g", "kg", "t", "lb", "lbs", "oz", "mm", "cm", "dm", "m", "km", "mi", "ft", "in", "yd", "ml", "cl", "l", "L",
    "ms", "s", "sec", "min", "h", "hr", "hrs", "hours", "day", "days", "week", "weeks", "month", "months", "year",
    "years", "yr", "yrs", "Tage", "Jahre", "Monate", "Std", "kWh", "Wh", "kW", "W", "MW", "V", "Hz", "kHz", "MHz",
    "GHz", "hp", "PS", "cc", "mph", "km/h", "kmh", "m/s", "KB", "MB", "GB", "TB", "px", "m2", "m²", "m3", "m³", "sqft",
    "bpm", "kcal", "kJ", "bar", "hPa", "°C", "°F", "°",
)  # fmt: skip
PERCENT = "%"
#: How numbers are grouped, by the mark between the groups; a space may be one that does not break.
GROUP_MARKS = {"": "", ".": r"\.", ",": ",", " ": "[ \u00a0\u202f]", "'": "['’]"}
DECIMAL_MARKS = {".": r"\.", ",": ","}
SPACE = "[ \u00a0\u202f]*"
#: A number with whatever stands before and after it; which marks it has is looked at afterwards.
ANY_NUMBER = re.compile(
    rf"(?P<before>[^\d.,+\-−\s]{{0,4}}){SPACE}[+\-−]?{SPACE}(?:[^\d.,+\-−\s]{{1,4}}{SPACE})?"
    rf"(?P<digits>\d[\d.,'’ \u00a0\u202f]*\d|\d){SPACE}(?P<after>[^\d.,\s]\S{{0,6}})?"
)


@dataclass(frozen=True)
class NumberMarks:
    """The mark before the decimals, and the one between groups of three digits, empty for none."""

    decimal: Literal[".", ","] = "."
    thousands: str = ""


@dataclass(frozen=True)
class MarkVotes:
    """What the numbers of a column say about their marks: how many leave no doubt, and which are open."""

    point: int = 0
    comma: int = 0
    grouped: str = ""
    #: A number that could have either meaning, as 1,325 can.
    open_example: str = ""
    example: str = ""

    @property
    def decimal(self) -> Literal[".", ","] | None:
        """The decimal mark, if the numbers agree on one."""
        if bool(self.point) == bool(self.comma):
            return None
        return "." if self.point else ","


def count_mark_votes(cells: Iterable[str]) -> MarkVotes:
    """What these cells say about the marks of their numbers; cells that are no numbers say nothing."""
    votes: Counter[str] = Counter()
    grouped, open_example, example = "", "", ""
    for cell in cells:
        found = ANY_NUMBER.fullmatch(cell.strip())
        if found is None:
            continue
        digits = found["digits"]
        decimal, group = _judge_marks(digits)
        if group and not _has_whole_groups(digits, group):
            continue  # a date, as 05.05.2024 and May 22 2023
        grouped = grouped or group
        if decimal:
            votes[decimal] += 1
            example = example or digits
        elif group == "" and any(mark in digits for mark in ".,"):
            open_example = open_example or digits
    return MarkVotes(votes["."], votes[","], grouped, open_example, example)


def _judge_marks(digits: str) -> tuple[str, str]:
    """The decimal mark and the mark of groups that a number leaves no doubt about; empty where it does."""
    point, comma = digits.count("."), digits.count(",")
    space = next((mark for mark in ("'", "’", " ", "\u00a0", "\u202f") if mark in digits), "")
    group = {"’": "'", "\u00a0": " ", "\u202f": " "}.get(space, space)
    if point and comma:
        return (".", ",") if digits.rfind(".") > digits.rfind(",") else (",", ".")
    if not point and not comma:
        return "", group
    mark, other = (".", ",") if point else (",", ".")
    if point + comma > 1:
        return other, mark
    whole, _, decimals = digits.partition(mark)
    if group or len(decimals) != 3 or len(whole) > 3 or whole.startswith("0"):
        return mark, group
    return "", ""


def _has_whole_groups(digits: str, group: str) -> bool:
    """Whether every group but the first has three digits, what comes after a decimal mark apart."""
    first, *others = re.split(GROUP_MARKS[group], digits)
    return len(first) <= 3 and all(re.fullmatch(r"\d{3}([.,]\d*)?", one) for one in others)


@dataclass(frozen=True)
class WrittenNumbers:
    """Texts that are numbers in a certain way of writing, and the numbers."""

    values: pa.ChunkedArray
    #: What stands before or after every number: a currency, a unit, or a percent sign.
    unit: str
    #: Cells that are no such numbers, and so are missing.
    failed: pa.ChunkedArray
    #: All that stands beside numbers, the commonest first.
    units: tuple[str, ...] = ()
    #: The rows of numbers in other units than the commonest, from 0.
    odd_rows: tuple[int, ...] = ()

    @property
    def is_known_unit(self) -> bool:
        return is_known_unit(self.unit)


def is_known_unit(unit: str) -> bool:
    return unit in (*CURRENCIES, *UNITS, PERCENT)


def build_number_pattern(marks: NumberMarks) -> str:
    """RE2 with the parts of a number: before, sign, digits, after. A minus may stand before or behind a currency."""
    decimal = DECIMAL_MARKS[marks.decimal]
    group = GROUP_MARKS[marks.thousands]
    whole = rf"\d{{1,3}}(?:{group}\d{{3}})+|\d+" if group else r"\d+"
    number = rf"(?:{whole})(?:{decimal}\d*)?|{decimal}\d+"
    outside = r"[^\d\s.,+\-−()]"
    return (
        rf"^\s*(?P<paren>\(?)(?P<first>[+\-−]?){SPACE}(?P<before>{outside}{{0,4}}){SPACE}(?P<second>[+\-−]?)"
        rf"(?P<digits>{number})(?P<exponent>(?:[eE][+\-]?\d+)?){SPACE}(?P<after>(?:{outside}[^\s()]{{0,6}})?)\)?\s*$"
    )


def parse_written_numbers(
    values: pa.ChunkedArray, marks: NumberMarks, *, lenient: bool = False, unit: str = ""
) -> WrittenNumbers | None:
    """The numbers that the texts write; None where none is one. `lenient` takes the commonest unit if they differ.

    With a `unit`, numbers in others of the same quantity are converted to it.
    """
    parts = pc.extract_regex(values, build_number_pattern(marks))
    if parts.null_count == len(parts):
        return None
    beside = pc.binary_join_element_wise(pc.struct_field(parts, "before"), pc.struct_field(parts, "after"), "")
    units = _count_units(beside)
    if len(units) > 1 and not (lenient or unit):
        return None
    if unit:
        return _convert_units(values, parts, beside, unit, marks)
    unit, odd_rows = units[0], ()
    if len(units) > 1:
        is_usual = pc.equal(beside, pa.scalar(unit))
        odd_rows = tuple(pc.indices_nonzero(pc.invert(is_usual).combine_chunks()).to_pylist())
        parts = pc.if_else(is_usual, parts, pa.scalar(None, parts.type))
    failed = pc.and_(pc.is_valid(values), pc.is_null(parts))
    numbers = _cast_numbers(_join_number(parts, marks), percent=unit == PERCENT)
    return WrittenNumbers(numbers, unit, failed, tuple(units), odd_rows)


def _convert_units(
    values: pa.ChunkedArray, parts: pa.ChunkedArray, beside: pa.ChunkedArray, unit: str, marks: NumberMarks
) -> WrittenNumbers:
    """All numbers in one unit; those in it stay exactly what is written."""
    factors = get_unit_factors(unit) or {unit: 1.0}
    known = pa.array(factors, pa.string())
    parts = pc.if_else(pc.is_in(beside, known), parts, pa.scalar(None, parts.type))
    numbers = _cast_numbers(_join_number(parts, marks), percent=False)
    sizes = pc.take(pa.array(factors.values(), pa.float64()), pc.index_in(beside, known))
    if not pc.all(pc.equal(sizes, pa.scalar(1.0))).as_py():
        numbers = pc.multiply(numbers.cast(pa.float64()), sizes)
    failed = pc.and_(pc.is_valid(values), pc.is_null(parts))
    return WrittenNumbers(numbers, unit, failed, tuple(_count_units(beside)))


def _count_units(beside: pa.ChunkedArray) -> list[str]:
    """What stands beside the numbers, the commonest first."""
    counts = beside.drop_null().value_counts().to_pylist()
    return [one["values"] for one in sorted(counts, key=lambda one: -one["counts"])]


def _join_number(parts: pa.ChunkedArray, marks: NumberMarks) -> pa.ChunkedArray:
    """Sign, digits and exponent as a program writes them."""
    digits = pc.struct_field(parts, "digits")
    if marks.thousands:
        digits = pc.replace_substring_regex(digits, GROUP_MARKS[marks.thousands], "")
    if marks.decimal == ",":
        digits = pc.replace_substring(digits, ",", ".")
    signs = pc.binary_join_element_wise(pc.struct_field(parts, "first"), pc.struct_field(parts, "second"), "")
    brackets = pc.equal(pc.struct_field(parts, "paren"), pa.scalar("("))
    negative = pc.or_(pc.match_substring_regex(signs, "[-−]"), brackets)
    sign = pc.if_else(negative, pa.scalar("-"), pa.scalar(""))
    return pc.binary_join_element_wise(sign, digits, pc.struct_field(parts, "exponent"), "")


def _cast_numbers(texts: pa.ChunkedArray, *, percent: bool) -> pa.ChunkedArray:
    if percent:
        return pc.divide(texts.cast(pa.float64()), pa.scalar(100.0))
    for kind in (pa.int64(), pa.float64()):
        try:
            return texts.cast(kind)
        except pa.ArrowInvalid:
            continue
    return pa.chunked_array([pa.nulls(len(texts), pa.float64())])
