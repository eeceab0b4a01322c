"""The type of a column of text values, told by all of them: numbers, booleans, ISO dates, or text."""

import re
from collections.abc import Sequence
from typing import Literal

import pyarrow as pa
import pyarrow.compute as pc

from modules.data_input_and_output.reading.header_detection import DATE_PATTERN, MISSING_TEXTS, NUMBER_PATTERN
from modules.data_input_and_output.reading.read_limits import format_count, quote_value

Decimal = Literal["auto", ".", ","]

#: So many values are looked at to tell what a column of text nearly is.
SAMPLE_SIZE = 100
BEYOND_INT64 = 2.0**63
WHOLE_NUMBER = r"^[+-]?\d+$"
LEADING_ZERO = r"^-?0[0-9xX]"
#: As telephone numbers are written.
DIALED_NUMBER = r"^\s*\+\d{4,}\s*$"
#: Written for RE2, which knows no backreferences.
NUMBER_TEXT = r"(?i)^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$|^[+-]?inf(inity)?$"
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
TRUE = pa.array(["true", "True", "TRUE"])
TRUE_OR_FALSE = pa.array(["true", "True", "TRUE", "false", "False", "FALSE"])
NULL_TEXT = pa.scalar(None, pa.string())


def infer_text_column(name: str, values: pa.ChunkedArray, decimal: Decimal, notices: list[str]) -> pa.ChunkedArray:
    """The column as what all of its values are; one that is not text already is left as it is.

    A word such as NA that stands in quotes is missing among numbers, and a word among words.
    """
    if not pa.types.is_string(values.type):
        return values
    written, values = values, mask_words(values, MISSING_TEXTS)
    first = _find_first_present(values)
    if first is None and written.null_count < len(written):
        return written
    if first is None:
        if len(values):
            notices.append(f"Column {quote_value(name)} has no values.")
        return values.cast(pa.float64())
    told: pa.ChunkedArray | None = None
    if NUMBER_PATTERN.fullmatch(first.strip()):
        told = _parse_numbers(name, values, decimal, notices)
    elif ISO_DATE.match(first):
        told = parse_timestamps(name, values, notices)
    elif first.lower() in ("true", "false"):
        told = _parse_booleans(values)
    if told is None:
        _note_near_type(name, values, notices)
        return written
    return written if pa.types.is_string(told.type) and values is not written else told


def mask_words(values: pa.ChunkedArray, words: Sequence[str]) -> pa.ChunkedArray:
    """The texts without those that stand for a missing value."""
    found = pc.is_in(values, pa.array(words, pa.string()))
    return pc.if_else(found, NULL_TEXT, values) if pc.any(found).as_py() else values


def infer_simple_type(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Values typed by hand as numbers or booleans where all of them are, else the text that they are."""
    first = _find_first_present(values)
    if first is None:
        return values.cast(pa.float64())
    told: pa.ChunkedArray | None = None
    if NUMBER_PATTERN.fullmatch(first.strip()):
        told = _parse_numbers("", values, ".", [])
    elif first.lower() in ("true", "false"):
        told = _parse_booleans(values)
    return values if told is None else told


def _find_first_present(values: pa.ChunkedArray) -> str | None:
    for chunk in values.chunks:
        if chunk.null_count < len(chunk):
            return str(chunk.drop_null()[0].as_py()) if chunk.null_count else str(chunk[0].as_py())
    return None


def _parse_numbers(name: str, values: pa.ChunkedArray, decimal: Decimal, notices: list[str]) -> pa.ChunkedArray | None:
    if str(_find_first_present(values)).strip().startswith("+") and _all_match(values, DIALED_NUMBER):
        notices.append(
            f"Column {quote_value(name)} is text, because all of its values, such as "
            f"{quote_value(_find_first_present(values))}, begin with a plus."
        )
        return values
    plain = None if decimal == "," else _cast_to_numbers(values)
    if plain is None:
        values = _strip_number_signs(values)
        plain = _cast_to_numbers(values)
    if plain is None and decimal != ".":
        plain = _parse_decimal_commas(values)
        if plain is not None and decimal == "auto":
            notices.append(f"Column {quote_value(name)} has decimal commas.")
    if plain is None:
        return None
    return _keep_identifiers(name, values, plain, notices)


def _cast_to_numbers(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    for kind in (pa.int64(), pa.float64()):
        try:
            return values.cast(kind)
        except pa.ArrowInvalid:
            continue
    return None


def _strip_number_signs(values: pa.ChunkedArray) -> pa.ChunkedArray:
    """Without the spaces around numbers and the plus before them."""
    bare = pc.replace_substring_regex(pc.utf8_trim_whitespace(values), r"^\+(\d|\.)", r"\1")
    return pc.if_else(pc.is_in(bare, pa.array(MISSING_TEXTS)), NULL_TEXT, bare)


def _parse_decimal_commas(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    """Numbers of which none has a point: 1,5 and 12, but not 1.234,5."""
    if pc.any(pc.match_substring(values, ".")).as_py():
        return None
    return _cast_to_numbers(pc.replace_substring(values, ",", ".", max_replacements=1))


def _keep_identifiers(
    name: str, values: pa.ChunkedArray, numbers: pa.ChunkedArray, notices: list[str]
) -> pa.ChunkedArray:
    """The numbers, or the values as they are where numbers would lose a part of them."""
    if pa.types.is_integer(numbers.type):
        zeros = pc.match_substring_regex(values, LEADING_ZERO)
        if pc.any(zeros).as_py():
            notices.append(
                f"Column {quote_value(name)} is text, because values like {_quote_example(values, zeros)} begin with "
                "zero."
            )
            return values
        return numbers
    bounds = pc.min_max(numbers).as_py()
    large = max(-(bounds["min"] or 0.0), bounds["max"] or 0.0) >= BEYOND_INT64
    if large and _all_match(values, WHOLE_NUMBER):
        notices.append(
            f"Column {quote_value(name)} is text, because its whole numbers have too many digits to be counted with."
        )
        return values
    if large:
        _note_infinity(name, values, numbers, notices)
    return numbers


def _note_infinity(name: str, values: pa.ChunkedArray, numbers: pa.ChunkedArray, notices: list[str]) -> None:
    """Tell of numbers past the largest one that can be stored; who writes inf knows what it becomes."""
    beyond = pc.and_(pc.is_inf(numbers), pc.match_substring_regex(values, r"\d"))
    if pc.any(beyond).as_py():
        notices.append(
            f"Column {quote_value(name)} has numbers past 1.8e308, such as {_quote_example(values, beyond)}. They are "
            "too large to be stored and became infinite."
        )


def _all_match(values: pa.ChunkedArray, pattern: str) -> bool:
    """Whether all values that are there match."""
    return bool(pc.all(pc.match_substring_regex(values, pattern)).as_py())


def parse_timestamps(name: str, values: pa.ChunkedArray, notices: list[str]) -> pa.ChunkedArray | None:
    """Dates and times in ISO 8601; those with an offset in UTC. None where a value is something else."""
    for kind in (pa.timestamp("us"), pa.timestamp("ns"), pa.timestamp("us", "UTC"), pa.timestamp("ns", "UTC")):
        try:
            found = values.cast(kind)
        except pa.ArrowInvalid:
            continue
        if kind.tz:
            notices.append(f"The times of column {quote_value(name)} have offsets; they are now in UTC.")
        return found.cast(pa.timestamp(kind.unit)).cast(pa.timestamp("us"), safe=False)
    return None


def _parse_booleans(values: pa.ChunkedArray) -> pa.ChunkedArray | None:
    if not pc.all(pc.or_(pc.is_in(values, TRUE_OR_FALSE), pc.is_null(values))).as_py():
        return None
    return pc.if_else(pc.is_null(values), pa.scalar(None, pa.bool_()), pc.is_in(values, TRUE))


def _note_near_type(name: str, values: pa.ChunkedArray, notices: list[str]) -> None:
    """Tell of a column that is text because of a few values, or because its dates are written the local way."""
    sample = [value for value in values.slice(0, SAMPLE_SIZE).to_pylist() if value is not None]
    if sum(NUMBER_PATTERN.fullmatch(value.strip()) is not None for value in sample) * 2 > len(sample):
        _note_non_numbers(name, values, notices)
    elif sample and all(DATE_PATTERN.fullmatch(value.strip()) for value in sample):
        notices.append(
            f"Column {quote_value(name)} is text: its dates, such as {quote_value(sample[0])}, are not written "
            "year-month-day, so the month can't be identified."
        )


def _note_non_numbers(name: str, values: pa.ChunkedArray, notices: list[str]) -> None:
    strange = pc.invert(pc.match_substring_regex(pc.utf8_trim_whitespace(values), NUMBER_TEXT))
    count = pc.sum(strange).as_py() or 0
    present = len(values) - values.null_count
    if count == present:
        notices.append(
            f"Column {quote_value(name)} is text: its values, such as {_quote_example(values, strange)}, have commas. "
            "If these are decimal commas, choose the comma as the decimal mark."
        )
    elif count:
        verb = "is not a number" if count == 1 else "are not numbers"
        row = pc.index(strange, True).as_py() + 1
        notices.append(
            f"Column {quote_value(name)} is text: {count:,} of its {format_count(present, 'value')} {verb}, "
            f"the first is {_quote_example(values, strange)} in row {row:,}."
        )


def _quote_example(values: pa.ChunkedArray, where: pa.ChunkedArray) -> str:
    return quote_value(values[pc.index(where, True).as_py()].as_py())
