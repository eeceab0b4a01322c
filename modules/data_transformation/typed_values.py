"""Values that are typed into a form: texts, or the numbers that they are."""

from collections.abc import Sequence
from typing import Any, Literal

import pandas as pd

from modules.kit import ColumnType, ModuleError

ValueKind = Literal["Text", "Numbers"]
LARGEST_WHOLE = 2**63


def read_typed_values(values: Sequence[str | None], kind: ValueKind, *, parameter: str) -> list[Any]:
    """The values as texts or numbers, None for missing ones; raises error 2 for what is no number."""
    if kind == "Text":
        return list(values)
    numbers = [None if value is None or not value.strip() else _read_number(value, parameter) for value in values]
    whole = all(number is None or isinstance(number, int) for number in numbers)
    return numbers if whole else [None if number is None else float(number) for number in numbers]


def _read_number(text: str, parameter: str) -> int | float:
    try:
        number = int(text)
        if abs(number) < LARGEST_WHOLE:
            return number
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        message = f"'{text}' is not a number. Enter one such as 12.5, or choose Text for the values."
        raise ModuleError(2, message, parameter=parameter) from None


def find_value_type(values: Sequence[Any], kind: ValueKind) -> ColumnType:
    """The type of a column of these values."""
    if kind == "Text":
        return "text"
    return "real" if any(isinstance(value, float) for value in values) or not _has_value(values) else "integer"


def _has_value(values: Sequence[Any]) -> bool:
    return any(value is not None for value in values)


def to_value_column(values: Any, kind: ColumnType, index: pd.Index) -> "pd.Series[Any]":
    """A column of values that were typed, of the type that was foreseen."""
    dtype = {"text": "str", "real": "float64", "integer": "Int64"}[kind]
    column = pd.Series(pd.array(values, dtype="object"), index=index).astype(dtype)
    return column.astype("int64") if dtype == "Int64" and not column.isna().any() else column
