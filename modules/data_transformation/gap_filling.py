"""The gaps of columns filled with what stands for them, in a table or in a few rows."""

from collections.abc import Collection, Mapping
from typing import Any

import pandas as pd

from modules.data_transformation.column_helpers import widen_integers
from modules.data_transformation.real_columns import FEW_COLUMNS, fill_real_columns, list_real_columns
from modules.kit import ModuleError
from modules.kit.row_values import Cells, RowFunction
from modules.kit.schema import infer_column_type

NUMPY_TYPES = {"boolean": "bool", "Int64": "int64", "Int32": "int32", "Float64": "float64"}


def fill_columns(frame: pd.DataFrame, replacements: Mapping[str, Any]) -> dict[str, "pd.Series[Any]"]:
    """The columns that have gaps, with what stands for these."""
    if len(replacements) <= FEW_COLUMNS:
        gappy = {name: value for name, value in replacements.items() if frame[name].isna().to_numpy().any()}
    else:
        gaps = frame[list(replacements)].isna().any()
        gappy = {name: value for name, value in replacements.items() if gaps[name]}
    if not gappy:
        return {}
    real = {name: value for name in list_real_columns(frame, list(gappy)) if isinstance(value := gappy[name], float)}
    filled = fill_real_columns(frame, real)
    return {
        name: filled[name] if name in filled else _fill_gaps(frame[name], value, name) for name, value in gappy.items()
    }


def _fill_gaps(values: "pd.Series[Any]", replacement: Any, name: str) -> "pd.Series[Any]":
    if not values.isna().any():
        return values
    if isinstance(values.dtype, pd.CategoricalDtype):
        known = replacement in values.cat.categories
        return (values if known else values.cat.add_categories([replacement])).fillna(replacement)
    if isinstance(replacement, float) and pd.api.types.is_numeric_dtype(values.dtype):
        return values.astype("float64").fillna(replacement)
    if isinstance(replacement, int) and pd.api.types.is_integer_dtype(values.dtype):
        values = widen_integers(values, replacement)
    if isinstance(replacement, str):
        values = values.astype("str")
    try:
        filled = values.fillna(replacement)
    except (TypeError, ValueError) as error:
        kind = infer_column_type(values)
        message = f"Column '{name}' is {kind}, and its replacement {replacement!r} does not fit. Change its type."
        raise ModuleError(16, message, port="dataset", column=name) from error
    plain: Any = NUMPY_TYPES.get(str(filled.dtype), filled.dtype)
    return filled.astype(plain)


def build_gap_filler(replacements: Mapping[str, Any], removed: Collection[str]) -> RowFunction:
    """What fills the gaps of these columns, and leaves others out. A real replacement makes its column real."""

    def fill(cells: Cells) -> Cells:
        filled = {name: values for name, values in cells.items() if name not in removed}
        for name, replacement in replacements.items():
            if name in filled and None in filled[name]:
                real = isinstance(replacement, float)
                filled[name] = [
                    replacement if value is None else float(value) if real else value for value in filled[name]
                ]
        return filled

    return fill
