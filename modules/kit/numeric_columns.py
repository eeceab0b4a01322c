"""Columns of numbers: those that a module takes by default, and the refusal of others."""

from collections.abc import Iterable
from typing import Any

import pandas as pd

from modules.kit.errors import ModuleError
from modules.kit.parameters import Columns
from modules.kit.schema import NUMERIC, Schema, infer_column_type

#: Numbers with the role of a feature.
NUMERIC_FEATURES = Columns(start="rule", types=("integer", "real"), roles=("feature",))


def choose_numeric_columns(schema: Schema, columns: Columns, *, parameter: str) -> list[str]:
    """The names of the chosen columns; refuses one that holds something else than numbers (17)."""
    names = columns.resolve_required(schema, port="dataset", parameter=parameter)
    require_numeric_columns(schema, names, parameter=parameter)
    return names


def require_numeric_columns(schema: Schema, names: Iterable[str], *, parameter: str) -> None:
    """Refuse a column that holds something else than numbers (17)."""
    for column in schema.select(names):
        if not column.is_numeric:
            message = f"Column '{column.name}' is {column.type}. Choose columns of numbers, or Edit Metadata first."
            raise ModuleError(17, message, port="dataset", parameter=parameter, column=column.name)


def require_numbers(values: "pd.Series[Any]") -> None:
    """Refuse a column of other data, for which a transformation was not fitted, that holds no numbers (17)."""
    kind = infer_column_type(values)
    if kind not in NUMERIC:
        name = str(values.name)
        raise ModuleError(17, f"Column '{name}' must hold numbers. It is {kind}.", port="dataset", column=name)
