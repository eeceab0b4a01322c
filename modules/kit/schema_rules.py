"""Schema rules that many modules share: they say which columns leave a port before anything has run.

A rule takes, by name, whichever ports and parameters of its module it needs; a dataset's port arrives as a Schema, a
model's as a ModelSchema. It returns what leaves the module: one value, or a tuple in the order of the output ports,
with None for what only a run can tell.
"""

from typing import Final

import pandas as pd

from modules.kit.ports import Dataset
from modules.kit.schema import Column, Schema

PANDAS_TYPES = {
    "integer": "int64",
    "real": "float64",
    "boolean": "bool",
    "text": "str",
    "datetime": "datetime64[us]",
}


class DryRun:
    """The marker of a module whose columns are found by calling it on zero rows."""


dry_run: Final = DryRun()


def unchanged(dataset: Schema) -> Schema:
    """The columns that come in go out."""
    return dataset


def build_empty_dataset(schema: Schema) -> Dataset:
    """A dataset of these columns and no rows."""
    frame = pd.DataFrame({column.name: pd.Series([], dtype=_to_pandas_type(column)) for column in schema})
    return Dataset(frame, {column.name: column.role for column in schema})


def _to_pandas_type(column: Column) -> "str | pd.CategoricalDtype":
    if column.type == "category":
        return pd.CategoricalDtype(list(column.levels or ()))
    return PANDAS_TYPES.get(column.type, "object")
