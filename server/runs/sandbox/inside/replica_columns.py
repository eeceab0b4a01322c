"""The values of a column of a request: converted to the type of the column, and compared with what training saw.

Runs inside a replica only. All that follows from the column is found out once, since a request may be a single row.
"""

import math
from collections.abc import Callable, Container, Sequence
from datetime import datetime
from difflib import get_close_matches

import pyarrow as pa

from server.runs.sandbox.inside.replica_findings import MAX_SHOWN_LENGTH, Findings, cut_value
from server.runs.sandbox.inside.replica_protocol import ReplicaColumn, SentValue

INT64_LIMIT = 2**63
MISSING_TEXTS = frozenset({"", "NA", "NaN", "null"})


class ColumnReader:
    """Reads one column. What is wrong with a value is a finding, and the value is missing then."""

    def __init__(self, column: ReplicaColumn, kind: pa.DataType) -> None:
        self.name = column.name
        self.kind = kind
        self.is_whole: bool = pa.types.is_integer(kind)
        self._column = column
        self._convert, self._wanted = _choose_conversion(kind)
        self._levels = None if column.levels is None else frozenset(column.levels)
        is_numeric = self.is_whole or pa.types.is_floating(kind)
        self._range = (column.minimum, column.maximum) if is_numeric else (None, None)

    def read(self, given: Sequence[SentValue], findings: Findings, *, textual: bool) -> list[SentValue]:
        """The values as the column has them. `textual` values are texts that stand for others."""
        convert = self._convert
        converted: list[SentValue] = []
        unread: set[int] = set()
        for row, value in enumerate(given):
            if value is None or (textual and value in MISSING_TEXTS):
                converted.append(None)
                continue
            try:
                converted.append(convert(_parse_text(value, self.kind) if textual else value))
            except (TypeError, ValueError, OverflowError):
                message = f"'{self.name}' has to be {self._wanted}. Got {_describe(value)}."
                findings.add("wrong_type", self.name, message, row, value)
                converted.append(None)
                unread.add(row)
        self._check(converted, unread, findings)
        return converted

    def _check(self, values: Sequence[SentValue], unread: Container[int], findings: Findings) -> None:
        """Note values that training did not see; of those that could not be read all is said already."""
        name, levels, (low, high) = self.name, self._levels, self._range
        for row, value in enumerate(values):
            if value is None:
                if not self._column.missing and row not in unread:
                    findings.add("missing_value", name, f"'{name}' is missing, and no training row lacked it.", row)
            elif levels is not None and isinstance(value, str) and value not in levels:
                near = get_close_matches(value[:MAX_SHOWN_LENGTH], self._column.levels or (), 1)
                hint = f" Did you mean '{near[0]}'?" if near else ""
                message = f"'{cut_value(value)}' did not occur in '{name}' of the training data.{hint}"
                findings.add("unseen_level", name, message, row, value)
            elif low is not None and high is not None and not low <= value <= high:
                message = f"'{name}' was between {low:g} and {high:g} in the training data. Got {value:g}."
                findings.add("out_of_range", name, message, row, value)


def _describe(value: SentValue) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"the text '{cut_value(value)}'"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return str(cut_value(value))


def _parse_text(value: str, kind: pa.DataType) -> SentValue:
    """The value that a text of a CSV file stands for."""
    if pa.types.is_boolean(kind):
        return {"true": True, "false": False}.get(value.strip().casefold(), value)
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return float(value) if not value.strip().lstrip("+-").isdigit() else int(value)
    return value


def describe_wanted(kind: pa.DataType) -> str:
    """What a value of a column of this type has to be."""
    return _choose_conversion(kind)[1]


def _choose_conversion(kind: pa.DataType) -> tuple[Callable[[SentValue], SentValue], str]:
    if pa.types.is_boolean(kind):
        return _to_boolean, "true or false"
    if pa.types.is_integer(kind):
        return _to_integer, "a whole number"
    if pa.types.is_floating(kind):
        return _to_real, "a number"
    if pa.types.is_temporal(kind):
        zoned = pa.types.is_timestamp(kind) and kind.tz is not None
        return (_to_time if zoned else _to_plain_time), "a time such as 2026-11-30T10:42:00"
    return _to_text, "a text"


def _to_boolean(value: SentValue) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _to_integer(value: SentValue) -> int | float:
    """A whole number; one with digits after the point stays what it is, as the column then is real."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    if not math.isfinite(value) or abs(value) >= INT64_LIMIT:
        raise ValueError
    return int(value) if value == int(value) else value


def _to_real(value: SentValue) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError
    converted = float(value)
    if not math.isfinite(converted):
        raise ValueError
    return converted


def _to_time(value: SentValue) -> datetime:
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise TypeError
    return datetime.fromisoformat(value)


def _to_plain_time(value: SentValue) -> datetime:
    """A time without a zone, for a column without one."""
    converted = _to_time(value)
    if converted.tzinfo is not None:
        raise ValueError
    return converted


def _to_text(value: SentValue) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value
