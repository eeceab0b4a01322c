"""The values of a column as another type: each as it is meant, or an error with the values that would be lost."""

import logging
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal

import pandas as pd

from modules.kit import ModuleError
from modules.kit.dates import AmbiguousDates, DateOrder, has_short_years, parse_times

logger = logging.getLogger(__name__)

DataType = Literal["Unchanged", "String", "Integer", "Double", "Boolean", "DateTime"]
#: The largest whole number that a column can hold lies just below.
INTEGER_LIMIT = 2.0**63
#: From here on a real number does not hold every whole one.
MAX_EXACT_REAL = 2.0**53
BOOLEAN_WORDS = {
    "true": True,
    "false": False,
    "yes": True,
    "no": False,
    "1": True,
    "0": False,
    "1.0": True,
    "0.0": False,
}


def convert_type(
    values: "pd.Series[Any]", data_type: DataType, datetime_format: str, date_order: DateOrder
) -> "pd.Series[Any]":
    """The values as another type than they have; error 42 where one of them would be lost."""
    if data_type == "DateTime":
        return _to_times(values, datetime_format, date_order)
    converters: Mapping[str, Callable[[pd.Series[Any]], pd.Series[Any]]] = {
        "String": _to_text,
        "Integer": _to_integers,
        "Double": _to_reals,
        "Boolean": _to_booleans,
    }
    return converters[data_type](values)


def _refuse_lost(values: "pd.Series[Any]", converted: "pd.Series[Any]", expected: str, advice: str) -> None:
    """Raise error 42 when values that were there are missing after the conversion."""
    lost = values[converted.isna() & values.notna()]
    if not lost.empty:
        row, first = int(lost.index[0]) + 1, str(lost.iloc[0])[:60]
        count = f"{len(lost):,} value{'s' if len(lost) > 1 else ''}"
        message = (
            f"{count} of column '{values.name}' can't become {expected}. The first "
            f"is '{first}' in row {row:,}. {advice}"
        )
        raise ModuleError(42, message, port="dataset", parameter="data_type", column=str(values.name))


def _to_text(values: "pd.Series[Any]") -> "pd.Series[Any]":
    return values.astype("str")


def _parse_as_numbers(values: "pd.Series[Any]", expected: str) -> "pd.Series[Any]":
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        message = f"Column '{values.name}' has dates and times, which can't become {expected}. Choose String."
        raise ModuleError(42, message, port="dataset", parameter="data_type", column=str(values.name))
    numbers = pd.to_numeric(values, errors="coerce")
    _refuse_lost(values, numbers, expected, "Correct the values, or choose String.")
    return numbers


def _to_reals(values: "pd.Series[Any]") -> "pd.Series[Any]":
    return _parse_as_numbers(values, "a real number").astype("float64")


def _to_integers(values: "pd.Series[Any]") -> "pd.Series[Any]":
    """Whole numbers to the last digit; missing ones stay missing."""
    present = values.dropna()
    numbers = _parse_as_numbers(present, "a whole number")
    if pd.api.types.is_float_dtype(numbers.dtype) or pd.api.types.is_unsigned_integer_dtype(numbers.dtype):
        whole = (numbers % 1 == 0) & (numbers.abs() < INTEGER_LIMIT)
        _refuse_lost(present, numbers.where(whole), "a whole number", "Choose Double, or round them first.")
        numbers = _parse_long_integers(present, numbers)
    return numbers.astype("int64") if len(present) == len(values) else numbers.astype("Int64").reindex(values.index)


def _parse_long_integers(values: "pd.Series[Any]", numbers: "pd.Series[Any]") -> "pd.Series[Any]":
    """The numbers as Python's, those that a real number may not hold to the last digit read from their text."""
    if not pd.api.types.is_string_dtype(values.dtype) or pd.api.types.is_integer_dtype(numbers.dtype):
        return numbers
    exact = [
        int(Decimal(text.strip())) if abs(number) >= MAX_EXACT_REAL else int(number)
        for text, number in zip(values.astype("str"), numbers, strict=True)
    ]
    return pd.Series(exact, index=values.index, name=values.name, dtype="int64")


def _to_booleans(values: "pd.Series[Any]") -> "pd.Series[Any]":
    if pd.api.types.is_bool_dtype(values.dtype):
        return values
    booleans = values.astype("str").str.strip().str.lower().map(BOOLEAN_WORDS).astype("boolean")
    _refuse_lost(values, booleans, "true or false", "Expected true and false, yes and no, or 1 and 0.")
    return booleans if booleans.isna().any() else booleans.astype("bool")


def _to_times(values: "pd.Series[Any]", datetime_format: str, date_order: DateOrder) -> "pd.Series[Any]":
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return values
    if pd.api.types.is_bool_dtype(values.dtype):
        message = f"Column '{values.name}' has true and false, which are not times. Choose another column."
        raise ModuleError(42, message, port="dataset", parameter="data_type", column=str(values.name))
    if pd.api.types.is_numeric_dtype(values.dtype):
        if datetime_format:
            values = values.astype("str")
        else:
            times = pd.to_datetime(values.astype("float64"), unit="s", errors="coerce", utc=True)
            _refuse_lost(values, times, "a time", "Numbers are read as seconds since 1970.")
            return times.dt.tz_localize(None).dt.as_unit("us")
    if not datetime_format:
        return _parse_times(values, date_order)
    if pd.api.types.is_object_dtype(values.dtype):
        values = values.astype("str")  # a format is for texts, also among other values
    try:
        times = pd.to_datetime(values, format=datetime_format, errors="coerce", utc=True)
    except ValueError as error:
        message = f"'datetime_format' can't be used: {error}. Write it like %d/%m/%Y, or leave it empty."
        raise ModuleError(2, message, parameter="datetime_format") from error
    _refuse_lost(values, times, "a time", "Enter the format of the values, such as %d/%m/%Y.")
    return times.dt.tz_localize(None).dt.as_unit("us")


def _parse_times(values: "pd.Series[Any]", date_order: DateOrder) -> "pd.Series[Any]":
    """Times from texts without a format, with what was taken for granted in the log."""
    try:
        times = parse_times(values, date_order)
    except AmbiguousDates as error:
        message = f"Column '{values.name}': {error}"
        raise ModuleError(42, message, port="dataset", parameter="date_order", column=str(values.name)) from error
    _refuse_lost(values, times, "a time", "Enter the format of the values, such as %d/%m/%Y.")
    if has_short_years(values.dropna().astype("str").str.strip().unique()):
        logger.info("Column '%s' has years of two digits. They are read as 1969 to 2068.", values.name)
    return times
