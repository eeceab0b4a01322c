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

from modules.kit.arrow_cells import to_python_values
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
ConditionValue = str | int | float | bool | None

TEXT_OPERATORS: frozenset[str] = frozenset({"contains", "does not contain", "starts with", "ends with"})
ORDER_OPERATORS: frozenset[str] = frozenset({">", ">=", "<", "<=", "between"})
ORDERED_TYPES: frozenset[str] = frozenset({"integer", "real", "datetime"})
TEXT_TYPES: frozenset[str] = frozenset({"text", "category", "other"})
DAY_PATTERN = re.compile(r"\d{4}-\d{2}-\d{2}")

ARROW_TYPES: dict[ColumnType, tuple[Callable[[pa.DataType], bool], ...]] = {
    "boolean": (pa.types.is_boolean,),
    "integer": (pa.types.is_integer,),
    "real": (pa.types.is_floating, pa.types.is_decimal),
    "text": (pa.types.is_string, pa.types.is_large_string, pa.types.is_string_view),
    "category": (pa.types.is_dictionary,),
    "datetime": (pa.types.is_timestamp, pa.types.is_date),
}


class ErrorLocation(TypedDict, total=False):
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
    values: tuple[ConditionValue, ...] = Field(default=(), max_length=1_000)


def to_column_type(kind: pa.DataType) -> ColumnType:
    """The column type of an Arrow type."""
    for name, fits in ARROW_TYPES.items():
        if any(test(kind) for test in fits):
            return name
    return "other"


def match_rows(
    table: pa.Table | pa.RecordBatch, conditions: Sequence[Condition], *, match_all: bool, location: ErrorLocation
) -> pa.Array:
    """For each row whether it satisfies every condition, or any of them; without conditions all rows do."""
    if not conditions:
        return pa.repeat(pa.scalar(True), table.num_rows)
    masks = [_match_column(table.column(condition.column), condition, location) for condition in conditions]
    return reduce(pc.and_ if match_all else pc.or_, masks)


def _match_column(column: pa.Array | pa.ChunkedArray, condition: Condition, location: ErrorLocation) -> pa.Array:
    chunks = column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    masks = [pc.fill_null(_match_values(chunk, condition, location), False) for chunk in chunks]
    return pa.concat_arrays(masks) if masks else pa.array([], pa.bool_())


def _match_values(values: pa.Array, condition: Condition, location: ErrorLocation) -> pa.Array:
    kind, operator = to_column_type(values.type), condition.operator
    missing = _find_missing(values)
    if operator == "is missing":
        return missing
    if operator == "is not missing":
        return pc.invert(missing)
    _refuse_wrong_operator(kind, condition, location)
    matches = pc.fill_null(_match_present(values, kind, condition, location), False)
    matches = pc.and_(matches, pc.invert(missing))
    if operator == "is" and None in condition.values:
        return pc.or_(matches, missing)
    return matches


def _find_missing(values: pa.Array) -> pa.Array:
    if pa.types.is_dictionary(values.type):
        present = pc.take(pc.is_valid(values.dictionary), values.indices)
        return pc.invert(pc.fill_null(present, False))
    return pc.is_null(values, nan_is_null=True)


def _match_present(values: pa.Array, kind: ColumnType, condition: Condition, location: ErrorLocation) -> pa.Array:
    if kind == "category":
        levels = to_display_text(values.dictionary)
        return pc.take(_match_present(levels, "text", condition, location), values.indices)
    if kind in ("text", "other"):
        return _match_texts(to_display_text(values), condition)
    if kind == "boolean":
        expected = [_parse_boolean(value, condition, location) for value in condition.values if value is not None]
        matches = pc.is_in(values, value_set=pa.array(expected, pa.bool_()))
        return matches if condition.operator == "is" else pc.invert(matches)
    spans = [_parse_span(value, kind, values.type, condition, location) for value in condition.values]
    return _match_ordered(values, spans, condition.operator, COMPARE_BY_TYPE[kind])


def to_display_text(values: pa.Array) -> pa.Array:
    """Text as it is; anything else as a table shows it."""
    if pa.types.is_large_string(values.type):
        return values
    if pa.types.is_string(values.type) or pa.types.is_string_view(values.type):
        return values.cast(pa.large_string())
    return pa.array([None if value is None else str(value) for value in to_python_values(values)], pa.large_string())


def _match_texts(values: pa.Array, condition: Condition) -> pa.Array:
    texts = [_to_text(value) for value in condition.values if value is not None]
    if condition.operator in ("is", "is not"):
        matches = pc.is_in(values, value_set=pa.array(texts, pa.large_string()))
        return matches if condition.operator == "is" else pc.invert(matches)
    if condition.operator == "starts with":
        return pc.starts_with(values, texts[0], ignore_case=True)
    if condition.operator == "ends with":
        return pc.ends_with(values, texts[0], ignore_case=True)
    matches = pc.match_substring(values, texts[0], ignore_case=True)
    return matches if condition.operator == "contains" else pc.invert(matches)


#: From where and up to where a written value reaches: a day without a time is the whole day. None is no bound.
Span = tuple[Any, Any] | None
Compare = Callable[[pa.Array, str, Any], pa.Array]


def _match_ordered(values: pa.Array, spans: Sequence[Span], operator: str, compare: Compare) -> pa.Array:
    if operator in ("is", "is not"):
        none = pa.repeat(pa.scalar(False), len(values))
        parts = [_is_within_span(values, span, compare) for span in spans if span is not None]
        matches = reduce(pc.or_, parts, none)
        return matches if operator == "is" else pc.invert(matches)
    if operator == "between":
        low, high = spans
        bounds = [compare(values, ">=", low[0])] if low else []
        bounds += [_is_up_to_end(values, high, compare)] if high else []
        return reduce(pc.and_, bounds, pa.repeat(pa.scalar(True), len(values)))
    span = spans[0]
    assert span is not None
    if operator == "<=":
        return _is_up_to_end(values, span, compare)
    if operator == ">":
        return pc.invert(_is_up_to_end(values, span, compare))
    return compare(values, operator, span[0])


def _is_within_span(values: pa.Array, span: tuple[object, object], compare: Compare) -> pa.Array:
    return pc.and_(compare(values, ">=", span[0]), _is_up_to_end(values, span, compare))


def _is_up_to_end(values: pa.Array, span: tuple[object, object], compare: Compare) -> pa.Array:
    low, after = span
    return compare(values, "<=", low) if after is None else compare(values, "<", after)


COMPARISONS: dict[str, Callable[..., pa.Array]] = {
    "<": pc.less,
    "<=": pc.less_equal,
    ">": pc.greater,
    ">=": pc.greater_equal,
}


def _compare_integers(values: pa.Array, operator: str, limit: Decimal) -> pa.Array:
    """Exact for numbers of any size: the bound is brought onto whole numbers, and into the range of the type."""
    bound = int(limit.to_integral_value("ROUND_FLOOR")) if limit.is_finite() else None
    lowest, highest = _get_integer_bounds(values.type)
    above = limit > highest if bound is None else bound > highest
    if above or limit < lowest:
        return pa.repeat(pa.scalar(operator.startswith("<") == above), len(values))
    if limit != bound:  # between two whole numbers: x >= 2.5 is x > 2, x < 2.5 is x <= 2
        operator = "<=" if operator.startswith("<") else ">"
    return COMPARISONS[operator](values, pa.scalar(bound, values.type))


def _get_integer_bounds(kind: pa.DataType) -> tuple[int, int]:
    if pa.types.is_unsigned_integer(kind):
        return 0, 2**kind.bit_width - 1
    return -(2 ** (kind.bit_width - 1)), 2 ** (kind.bit_width - 1) - 1


def _compare_reals(values: pa.Array, operator: str, limit: Decimal) -> pa.Array:
    wide = pa.float32() if pa.types.is_float16(values.type) else values.type
    kind = pa.float64() if pa.types.is_decimal(wide) else wide
    return COMPARISONS[operator](values.cast(kind), pa.scalar(float(limit), pa.float64()).cast(kind, safe=False))


def _compare_times(values: pa.Array, operator: str, limit: datetime) -> pa.Array:
    kind = values.type if pa.types.is_timestamp(values.type) else pa.timestamp("us")
    finest = pa.timestamp("us", kind.tz)
    return COMPARISONS[operator](values.cast(kind), pa.scalar(limit, finest))


COMPARE_BY_TYPE: dict[str, Compare] = {"integer": _compare_integers, "real": _compare_reals, "datetime": _compare_times}


def _parse_span(
    value: ConditionValue, kind: ColumnType, arrow: pa.DataType, condition: Condition, location: ErrorLocation
) -> Span:
    if value is None:
        return None
    if kind == "datetime":
        return _parse_time_span(value, arrow, condition, location)
    try:
        if isinstance(value, bool):
            raise ValueError(value)
        number = Decimal(str(value).strip())
        if number.is_nan():
            raise ValueError(value)
    except (InvalidOperation, ValueError):
        raise _unreadable_value_error(value, "a number", condition, location) from None
    return number, None


def _parse_time_span(value: ConditionValue, arrow: pa.DataType, condition: Condition, location: ErrorLocation) -> Span:
    """A time without a zone is taken as of the column's zone; one with a zone is taken to it."""
    text = str(value).strip()
    try:
        parsed = datetime.fromisoformat(text)
        zone = _parse_zone(getattr(arrow, "tz", None))
        if zone is None:
            start = parsed.astimezone(UTC).replace(tzinfo=None) if parsed.tzinfo else parsed
        else:
            start = parsed if parsed.tzinfo else parsed.replace(tzinfo=zone)
        day = parsed.date() if DAY_PATTERN.fullmatch(text) else None
        after = datetime.combine(day + timedelta(days=1), datetime.min.time(), zone) if day else None
    except (ValueError, OverflowError):
        raise _unreadable_value_error(
            value, "a time such as 2024-05-01 or 2024-05-01 12:30", condition, location
        ) from None
    return start, after


def _parse_zone(name: str | None) -> tzinfo | None:
    """Arrow names a zone, as Europe/Berlin, or writes its distance from UTC, as +02:00."""
    if name is None:
        return None
    return datetime.fromisoformat(f"2000-01-01T00:00{name}").tzinfo if name[0] in "+-" else ZoneInfo(name)


def _to_text(value: ConditionValue) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _parse_boolean(value: ConditionValue, condition: Condition, location: ErrorLocation) -> bool:
    word = str(value).strip().lower()
    if word not in ("true", "false"):
        raise _unreadable_value_error(value, "true or false", condition, location)
    return word == "true"


def _refuse_wrong_operator(kind: ColumnType, condition: Condition, location: ErrorLocation) -> None:
    operator, name = condition.operator, condition.column
    if (operator in TEXT_OPERATORS and kind not in TEXT_TYPES) or (
        operator in ORDER_OPERATORS and kind not in ORDERED_TYPES
    ):
        offered = ", ".join(f"'{one}'" for one in get_args(Operator) if is_operator_for(one, kind))
        message = f"Column '{name}' is {kind}, which supports {offered}. Got '{operator}'."
        raise ModuleError(17, message, column=name, **location)
    expected_count = 2 if operator == "between" else 1
    value_count = len(condition.values)
    if value_count < expected_count or (operator not in ("is", "is not") and value_count > expected_count):
        values = "two values, one of which may be empty" if expected_count == 2 else "one value"
        raise ModuleError(
            2, f"'{operator}' on column '{name}' takes {values}. Got {value_count}.", column=name, **location
        )
    if operator not in ("is", "is not", "between") and condition.values[0] is None:
        raise ModuleError(2, f"'{operator}' on column '{name}' needs a value.", column=name, **location)


def is_operator_for(operator: str, kind: ColumnType) -> bool:
    """Whether columns of this type can be compared in this way."""
    if operator in TEXT_OPERATORS:
        return kind in TEXT_TYPES
    return kind in ORDERED_TYPES if operator in ORDER_OPERATORS else True


def _unreadable_value_error(
    value: ConditionValue, expected: str, condition: Condition, location: ErrorLocation
) -> ModuleError:
    shown = str(value)[:40]
    message = f"Column '{condition.column}' takes {expected} after '{condition.operator}'. Got '{shown}'."
    return ModuleError(2, message, column=condition.column, **location)


def list_columns(conditions: Iterable[Condition]) -> list[str]:
    """The columns that the conditions are about, each once."""
    return list(dict.fromkeys(condition.column for condition in conditions))
