"""The type of a column of text values, told by all of them: numbers, booleans, ISO dates, or text."""

import re
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.headers import DATE, MISSING, NUMBER
from modules.data_input_and_output.reading.limits import counted, quoted

Decimal = Literal["auto", ".", ","]

#: So many values are looked at to tell what a column of text nearly is.
SAMPLE = 100
#: Up to here a real number holds every whole one.
EXACT = 2**53
BEYOND_INT64 = 2.0**63
WHOLE = r"^[+-]?\d+$"
LEADING_ZERO = r"^-?0[0-9xX]"
#: Written for RE2, which knows no backreferences.
NUMERIC = r"(?i)^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$|^[+-]?inf(inity)?$"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TRUE = pa.array(["true", "True", "TRUE"])
TRUE_OR_FALSE = pa.array(["true", "True", "TRUE", "false", "False", "FALSE"])
NOTHING = pa.scalar(None, pa.string())


def typed(name: str, values: pa.ChunkedArray, decimal: Decimal, notices: list[str]) -> pa.ChunkedArray:
    """The column as what all of its values are; one that is not text already is left as it is."""
    if not pa.types.is_string(values.type):
        return values
    first = _first_present(values)
    if first is None:
        if len(values):
            notices.append(f"Column {quoted(name)} has no values.")
        return values.cast(pa.float64())
    told: pa.ChunkedArray | None = None
    if NUMBER.fullmatch(first.strip()):
        told = _numbers(name, values, decimal, notices)
    elif ISO_DATE.match(first):
        told = moments(name, values, notices)
    elif first.lower() in ("true", "false"):
        told = _booleans(values)
    if told is None:
        _say_what_it_nearly_is(name, values, notices)
        return values
    return told


def _first_present(values: pa.ChunkedArray) -> str | None:
    for chunk in values.chunks:
        if chunk.null_count < len(chunk):
            return str(chunk.drop_null()[0].as_py()) if chunk.null_count else str(chunk[0].as_py())
    return None


def _numbers(name: str, values: pa.ChunkedArray, decimal: Decimal, notices: list[str]) -> pa.ChunkedArray | None:
    plain = None if decimal == "," else _as_numbers(values)
    if plain is None:
        values = _bare(values)
        plain = _as_numbers(values)
    if plain is None and decimal != ".":
        plain = _with_decimal_comma(values)
        if plain is not None and decimal == "auto":
            notices.append(f"Column {quoted(name)} has decimal commas.")
    if plain is None:
        return None
    return _unless_identifiers(name, values, plain, notices)


def _as_numbers(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    for kind in (pa.int64(), pa.float64()):
        try:
            return values.cast(kind)
        except pa.ArrowInvalid:
            continue
    return None


def _bare(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Without the spaces around numbers and the plus before them."""
    bare = pc.replace_substring_regex(pc.utf8_trim_whitespace(values), r"^\+(\d|\.)", r"\1")
    return pc.if_else(pc.is_in(bare, pa.array(MISSING)), NOTHING, bare)


def _with_decimal_comma(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Numbers of which none has a point: 1,5 and 12, but not 1.234,5."""
    if pc.any(pc.match_substring(values, ".")).as_py():
        return None
    return _as_numbers(pc.replace_substring(values, ",", ".", max_replacements=1))


def _unless_identifiers(
    name: str, values: pa.ChunkedArray, numbers: pa.ChunkedArray, notices: list[str]
) -> pa.ChunkedArray:
    """The numbers, or the values as they are where numbers would lose a part of them."""
    if pa.types.is_integer(numbers.type):
        zeros = pc.match_substring_regex(values, LEADING_ZERO)
        if pc.any(zeros).as_py():
            notices.append(
                f"Column {quoted(name)} is text, because values like {_example(values, zeros)} begin with zero."
            )
            return values
        return _exact(name, values, numbers, notices) if numbers.null_count else numbers
    bounds = pc.min_max(numbers).as_py()
    large = max(-(bounds["min"] or 0.0), bounds["max"] or 0.0) >= BEYOND_INT64
    if large and pc.all(pc.match_substring_regex(values, WHOLE)).as_py():
        notices.append(
            f"Column {quoted(name)} is text, because its whole numbers have too many digits to be counted with."
        )
        return values
    return numbers


def _exact(name: str, values: pa.ChunkedArray, numbers: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray:
    """Real numbers, since whole ones know no missing value; text where they could not hold every digit."""
    bounds = pc.min_max(numbers).as_py()
    if max(-bounds["min"], bounds["max"]) <= EXACT:
        return numbers.cast(pa.float64())
    notices.append(
        f"Column {quoted(name)} is text: it has gaps, and whole numbers with too many digits to be counted with."
    )
    return values


def moments(name: str, values: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray | None:
    """Dates and times in ISO 8601; those with an offset in UTC. None where a value is something else."""
    for kind in (pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("us", "UTC"), pa.timestamp("ns", "UTC")):
        try:
            found = values.cast(kind)
        except pa.ArrowInvalid:
            continue
        if kind.tz:
            notices.append(f"The times of column {quoted(name)} have offsets; they are now in UTC.")
        return found.cast(pa.timestamp(kind.unit)).cast(pa.timestamp("us"), safe=False)
    return None


def _booleans(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    if not pc.all(pc.or_(pc.is_in(values, TRUE_OR_FALSE), pc.is_null(values))).as_py():
        return None
    return pc.if_else(pc.is_null(values), pa.scalar(None, pa.bool_()), pc.is_in(values, TRUE))


def _say_what_it_nearly_is(name: str, values: pa.ChunkedArray, notices: list[str]) -> None:
    """Tell of a column that is text because of a few values, or because its dates are written the local way."""
    sample = [value for value in values.slice(0, SAMPLE).to_pylist() if value is not None]
    if sum(NUMBER.fullmatch(value.strip()) is not None for value in sample) * 2 > len(sample):
        _say_which_are_no_numbers(name, values, notices)
    elif sample and all(DATE.fullmatch(value.strip()) for value in sample):
        notices.append(
            f"Column {quoted(name)} is text: its dates, such as {quoted(sample[0])}, are not written year-month-day, "
            "so which part is the month cannot be told."
        )


def _say_which_are_no_numbers(name: str, values: pa.ChunkedArray, notices: list[str]) -> None:
    strange = pc.invert(pc.match_substring_regex(pc.utf8_trim_whitespace(values), NUMERIC))
    count = pc.sum(strange).as_py() or 0
    present = len(values) - values.null_count
    if count == present:
        notices.append(
            f"Column {quoted(name)} is text: its values, such as {_example(values, strange)}, have commas. "
            "If they are decimal marks, choose the comma as the decimal mark."
        )
    elif count:
        verb = "is not a number" if count == 1 else "are not numbers"
        row = pc.index(strange, True).as_py() + 1
        notices.append(
            f"Column {quoted(name)} is text: {count:,} of its {counted(present, 'value')} {verb}, "
            f"the first is {_example(values, strange)} in row {row:,}."
        )


def _example(values: pa.ChunkedArray, where: pa.ChunkedArray) -> str:
    return quoted(values[pc.index(where, True).as_py()].as_py())
