"""The one type of values that come from several columns."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from modules.kit import ColumnType, ModuleError
from modules.kit.schema import infer_column_type

MAX_EXACT_REAL = 2**53


def find_common_type(types: Iterable[ColumnType]) -> ColumnType:
    """The type itself where all are of one, real for whole and real numbers, else text; categories are their texts."""
    kinds = {"text" if kind == "category" else kind for kind in types}
    if kinds == {"integer", "real"}:
        return "real"
    return kinds.pop() if len(kinds) == 1 else "text"


def convert_to_common_type(data: pd.DataFrame) -> pd.DataFrame:
    """The columns in the one type that holds the values of all of them."""
    kind = find_common_type(infer_column_type(values) for _, values in data.items())
    if kind == "text":
        return data.astype("str")
    if kind == "real":
        _refuse_lost_digits(data)
        return data.astype("float64")
    if kind == "datetime" and data.dtypes.nunique() > 1:
        return data.apply(_to_clock_times)
    if kind == "integer" and data.dtypes.nunique() > 1:
        return data.astype("Int64")
    return data.astype("boolean") if kind == "boolean" and data.dtypes.nunique() > 1 else data


def _to_clock_times(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Times of different zones beside one another: each as on the clock of its zone."""
    aware = isinstance(values.dtype, pd.DatetimeTZDtype)
    return (values.dt.tz_localize(None) if aware else values).astype("datetime64[us]")


def _refuse_lost_digits(data: pd.DataFrame) -> None:
    for name, values in data.items():
        if pd.api.types.is_integer_dtype(values.dtype) and values.notna().any():
            largest = max(abs(int(values.max())), abs(int(values.min())))
            if largest > MAX_EXACT_REAL:
                message = f"Column '{name}' has whole numbers of so many digits that real numbers would lose some, and "
                message += "other columns have real numbers. Make it text with Select and Rename first."
                raise ModuleError(42, message, port="dataset", column=str(name))
