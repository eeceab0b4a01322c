"""The value that a person types for gaps, as the type of the column that has them."""

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from modules.data_transformation.column_helpers import can_hold, widen_integers
from modules.kit import Dataset, ModuleError
from modules.kit.nested_values import has_nested_values, refuse_nested
from modules.kit.schema import ColumnType, infer_column_type

BOOLEAN_TEXTS = {"true": True, "false": False, "1": True, "0": False}


def parse_as_type(text: str, kind: ColumnType, values: "pd.Series[Any]") -> Any:
    """The text as a value of the column's type; raises ValueError where it is none."""
    readers: Mapping[str, Callable[[str], Any]] = {
        "integer": lambda value: _parse_as_number(value, values),
        "real": float,
        "boolean": _parse_as_boolean,
        "datetime": lambda value: pd.to_datetime(value, format="ISO8601", utc=values.dt.tz is not None),
    }
    if kind == "category":
        kind = infer_column_type(values.cat.categories.to_series())
    return readers.get(kind, str)(text)


def _parse_as_number(text: str, values: "pd.Series[Any]") -> int | float:
    """The text as a whole number if it is one, for which the column must have room, else as a real number."""
    if not text.strip().lstrip("+-").isdecimal():
        return float(text)
    number = int(text)
    if pd.api.types.is_integer_dtype(values.dtype) and not can_hold(widen_integers(values, number).dtype, number):
        raise ValueError(text)
    return number


def _parse_as_boolean(text: str) -> bool:
    if text.strip().lower() not in BOOLEAN_TEXTS:
        raise ValueError(text)
    return BOOLEAN_TEXTS[text.strip().lower()]


def convert_replacements(dataset: Dataset, shares: Mapping[str, float], replacement: str) -> dict[str, Any]:
    """The replacement value as each column's type; where it does not fit, nothing may be missing."""
    fitting = {}
    for name, share in shares.items():
        values = dataset.frame[name]
        kind = infer_column_type(values)
        if has_nested_values(values):
            if share > 0:
                refuse_nested(values, port="dataset", parameter="columns_to_be_cleaned")
            continue
        try:
            fitting[name] = parse_as_type(replacement, kind, values)
        except ValueError as error:
            if share > 0:
                message = f"'{replacement}' is not a valid value for column '{name}', which is {kind}. "
                message += "Choose another value, or exclude the column and clean it in a separate module."
                raise ModuleError(2, message, port="dataset", parameter="replacement_value", column=name) from error
    return fitting
