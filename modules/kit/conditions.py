"""Conditions on the rows of a table: what the table view filters by and what Select Rows keeps, with one meaning.

They are evaluated on Arrow columns as a dataset is stored, by compiled functions only: no expression is ever run.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from decimal import Decimal, InvalidOperation
from functools import reduce
from typing import Any, Literal, TypedDict, get_args
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict, Field

from modules.kit.arrow_cells import cells
from modules.kit.errors import ModuleError
from modules.kit.schema import ColumnType

Operator = Literal[
    "is",
    "is not",
    "contains",
    "does not contain",
    "starts with",
    "ends with",
    ">",
    ">=",
    "<",
    "<=",
    "between",
    "is missing",
    "is not missing",
]
Value = str | int | float | bool | None

TEXT: frozenset[str] = frozenset({"contains", "does not contain", "starts with", "ends with"})
ORDER: frozenset[str] = frozenset({">", ">=", "<", "<=", "between"})
ORDERED: frozenset[str] = frozenset({"integer", "real", "datetime"})
WORDS: frozenset[str] = frozenset({"text", "category", "other"})
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

ARROW_TYPES: dict[ColumnType, tuple[Callable[[pa.DataType], bool], ...]] = {
    "boolean": (pa.types.is_boolean,),
    "integer": (pa.types.is_integer,),
    "real": (pa.types.is_floating, pa.types.is_decimal),
    "text": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    "category": (pa.types.is_dictionary,),
    "datetime": (pa.types.is_timestamp, pa.types.is_date),
}


class Place(TypedDict, total=False):
    """What an error says of where the conditions stand."""

    port: str
    parameter: str


class Condition(BaseModel):
    """One condition on one column. `is` and `is not` take any number of values, `between` two, the others one.

    A missing value satisfies `is missing` only, or `is` where null is among the values.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    column: str
    operator: Operator = "is"
    values: tuple[Value, ...] = Field(default=(), max_length=1_000)


def kind_of(kind: pa.DataType) -> ColumnType:
    """The column type of an Arrow type."""
    for name, fits in ARROW_TYPES.items():
        if any(test(kind) for test in fits):
            return name
    return "other"


def rows_that_fit(
    table: pa.Table | pa.RecordBatch, conditions: Sequence[Condition], *, every: bool, place: Place
) -> pa.Array:
    """For each row whether it satisfies every condition, or any of them; without conditions all rows do."""
    if not conditions:
        return pa.repeat(pa.scalar(True), table.num_rows)
    masks = [_fits(table.column(condition.column), condition, place) for condition in conditions]
    return reduce(pc.and_ if every else pc.or_, masks)


def _fits(column: pa.Array | pa.ChunkedArray, condition: Condition, place: Place) -> pa.Array:
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    masks = [pc.fill_null(_mask(chunk, condition, place), False) for chunk in chunks]
    return pa.concat_arrays(masks) if masks else pa.array([], pa.bool_())


def _mask(values: pa.Array, condition: Condition, place: Place) -> pa.Array:
    kind, operator = kind_of(values.type), condition.operator
    missing = _missing(values)
    if operator == "is missing":
        return missing
    if operator == "is not missing":
        return pc.invert(missing)
    _refuse_wrong_operator(kind, condition, place)
    found = pc.fill_null(_of_present(values, kind, condition, place), False)
    found = pc.and_(found, pc.invert(missing))
    if operator == "is" and None in condition.values:
        return pc.or_(found, missing)
    return found


def _missing(values: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        there = pc.take(pc.is_valid(values.dictionary), values.indices)
        return pc.invert(pc.fill_null(there, False))
    return pc.is_null(values, nan_is_null=True)


def _of_present(values: pa.Array, kind: ColumnType, condition: Condition, place: Place) -> pa.Array:
    if kind == "category":
        levels = in_words(values.dictionary)
        return pc.take(_of_present(levels, "text", condition, place), values.indices)
    if kind in ("text", "other"):
        return _of_texts(in_words(values), condition)
    if kind == "boolean":
        wanted = [_truth(value, condition, place) for value in condition.values if value is not None]
        found = pc.is_in(values, value_set=pa.array(wanted, pa.bool_()))
        return found if condition.operator == "is" else pc.invert(found)
    spans = [_span(value, kind, values.type, condition, place) for value in condition.values]
    return _of_ordered(values, spans, condition.operator, COMPARE[kind])


def in_words(values: pa.Array) -> pa.Array:
    """Text as it is; anything else as a table shows it."""
    if pa.types.is_large_string(values.type):
        return values
    if pa.types.is_string(values.type) or pa.types.is_string_view(values.type):
        return values.cast(pa.large_string())
    return pa.array([None if value is None else str(value) for value in cells(values)], pa.large_string())


def _of_texts(values: pa.Array, condition: Condition) -> pa.Array:
    texts = [_text(value) for value in condition.values if value is not None]
    if condition.operator in ("is", "is not"):
        found = pc.is_in(values, value_set=pa.array(texts, pa.large_string()))
        return found if condition.operator == "is" else pc.invert(found)
    if condition.operator == "starts with":
        return pc.starts_with(values, texts[0], ignore_case=True)
    if condition.operator == "ends with":
        return pc.ends_with(values, texts[0], ignore_case=True)
    found = pc.match_substring(values, texts[0], ignore_case=True)
    return found if condition.operator == "contains" else pc.invert(found)


#: From where and up to where a written value reaches: a day without a time is the whole day. None is no bound.
Span = tuple[Any, Any] | None
Compare = Callable[[pa.Array, str, Any], pa.Array]


def _of_ordered(values: pa.Array, spans: Sequence[Span], operator: str, compare: Compare) -> pa.Array:
    if operator in ("is", "is not"):
        none = pa.repeat(pa.scalar(False), len(values))
        parts = [_within(values, span, compare) for span in spans if span is not None]
        found = reduce(pc.or_, parts, none)
        return found if operator == "is" else pc.invert(found)
    if operator == "between":
        low, high = spans
        bounds = [compare(values, ">=", low[0])] if low else []
        bounds += [_up_to(values, high, compare)] if high else []
        return reduce(pc.and_, bounds, pa.repeat(pa.scalar(True), len(values)))
    span = spans[0]
    assert span is not None
    if operator == "<=":
        return _up_to(values, span, compare)
    if operator == ">":
        return pc.invert(_up_to(values, span, compare))
    return compare(values, operator, span[0])


def _within(values: pa.Array, span: tuple[Any, Any], compare: Compare) -> pa.Array:
    return pc.and_(compare(values, ">=", span[0]), _up_to(values, span, compare))


def _up_to(values: pa.Array, span: tuple[Any, Any], compare: Compare) -> pa.Array:
    low, after = span
    return compare(values, "<=", low) if after is None else compare(values, "<", after)


FUNCTIONS: dict[str, Callable[..., pa.Array]] = {
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}


def _compared_integers(values: pa.Array, operator: str, wanted: Decimal) -> pa.Array:
    """Exact for numbers of any size: the bound is brought onto whole numbers, and into the range of the type."""
    bound = int(wanted.to_integral_value("ROUND_FLOOR")) if wanted.is_finite() else None
    lowest, highest = _range(values.type)
    above = wanted > highest if bound is None else bound > highest
    if above or wanted < lowest:
        return pa.repeat(pa.scalar(operator.startswith("<") == above), len(values))
    if wanted != bound:  # between two whole numbers: x >= 2.5 is x > 2, x < 2.5 is x <= 2
        operator = "<=" if operator.startswith("<") else ">"
    return FUNCTIONS[operator](values, pa.scalar(bound, values.type))


def _range(kind: pa.DataType) -> tuple[int, int]:
    if pa.types.is_unsigned_integer(kind):
        return 0, 2**kind.bit_width - 1
    return -(2 ** (kind.bit_width - 1)), 2 ** (kind.bit_width - 1) - 1


def _compared_reals(values: pa.Array, operator: str, wanted: Decimal) -> pa.Array:
    wide = pa.float32() if pa.types.is_float16(values.type) else values.type
    kind = pa.float64() if pa.types.is_decimal(wide) else wide
    return FUNCTIONS[operator](values.cast(kind), pa.scalar(float(wanted), pa.float64()).cast(kind, safe=False))


def _compared_times(values: pa.Array, operator: str, wanted: datetime) -> pa.Array:
    kind = values.type if pa.types.is_timestamp(values.type) else pa.timestamp("us")
    finest = pa.timestamp("us", kind.tz)
    return FUNCTIONS[operator](values.cast(kind), pa.scalar(wanted, finest))


COMPARE: dict[str, Compare] = {"integer": _compared_integers, "real": _compared_reals, "datetime": _compared_times}


def _span(value: Value, kind: ColumnType, arrow: pa.DataType, condition: Condition, place: Place) -> Span:
    if value is None:
        return None
    if kind == "datetime":
        return _time_span(value, arrow, condition, place)
    try:
        if isinstance(value, bool):
            raise ValueError(value)
        number = Decimal(str(value).strip())
        if number.is_nan():
            raise ValueError(value)
    except (InvalidOperation, ValueError):
        raise _unreadable(value, "a number", condition, place) from None
    return number, None


def _time_span(value: Value, arrow: pa.DataType, condition: Condition, place: Place) -> Span:
    """A time without a zone is taken as of the column's zone; one with a zone is taken to it."""
    text = str(value).strip()
    try:
        read = datetime.fromisoformat(text)
        zone = _zone(getattr(arrow, "tz", None))
        if zone is None:
            start = read.astimezone(UTC).replace(tzinfo=None) if read.tzinfo else read
        else:
            start = read if read.tzinfo else read.replace(tzinfo=zone)
        day = read.date() if DAY.fullmatch(text) else None
        after = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone) if day else None
    except (ValueError, OverflowError):
        raise _unreadable(value, "a time such as 2024-05-01 or 2024-05-01 12:30", condition, place) from None
    return start, after


def _zone(name: str | None) -> tzinfo | None:
    """Arrow names a zone, as Europe/Berlin, or writes its distance from UTC, as +02:00."""
    if name is None:
        return None
    return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo if name[0] in "+-" else ZoneInfo(name)


def _text(value: Value) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _truth(value: Value, condition: Condition, place: Place) -> bool:
    word = str(value).strip().lower()
    if word not in ("true", "false"):
        raise _unreadable(value, "true or false", condition, place)
    return word == "true"


def _refuse_wrong_operator(kind: ColumnType, condition: Condition, place: Place) -> None:
    operator, name = condition.operator, condition.column
    if (operator in TEXT and kind not in WORDS) or (operator in ORDER and kind not in ORDERED):
        offered = ", ".join(f"'{one}'" for one in get_args(Operator) if fits_type(one, kind))
        message = f"Column '{name}' is {kind}, which takes {offered}. Got '{operator}'."
        raise ModuleError(17, message, column=name, **place)
    wanted = 2 if operator == "between" else 1
    given = len(condition.values)
    if given < wanted or (operator not in ("is", "is not") and given > wanted):
        values = "two values, of which one may stay open" if wanted == 2 else "one value"
        raise ModuleError(2, f"'{operator}' on column '{name}' takes {values}. Got {given}.", column=name, **place)
    if operator not in ("is", "is not", "between") and condition.values[0] is None:
        raise ModuleError(2, f"'{operator}' on column '{name}' needs a value.", column=name, **place)


def fits_type(operator: str, kind: ColumnType) -> bool:
    """Whether columns of this type can be compared in this way."""
    if operator in TEXT:
        return kind in WORDS
    return kind in ORDERED if operator in ORDER else True


def _unreadable(value: Value, wanted: str, condition: Condition, place: Place) -> ModuleError:
    shown = str(value)[:40]
    message = f"Column '{condition.column}' takes {wanted} after '{condition.operator}'. Got '{shown}'."
    return ModuleError(2, message, column=condition.column, **place)


def columns_named(conditions: Iterable[Condition]) -> list[str]:
    """The columns that the conditions are about, each once."""
    return list(dict.fromkeys(condition.column for condition in conditions))
