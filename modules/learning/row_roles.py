"""Columns that are no features, but say of rows how much they count, which group they belong to, and their time."""

import logging
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError, Role, Schema
from modules.kit.nested_values import refuse_nested
from modules.learning.features import format_row_count

log = logging.getLogger(__name__)

#: The column in which Partition and Sample writes the fold of each row. Its role is group, and folds are no groups.
FOLD_COLUMN = "Fold Number"

Weights = npt.NDArray[np.float64]
#: The codes of the groups, or what time each row has
RowValues = npt.NDArray[Any]


def find_role_column(schema: Schema, role: Role, *, port: str) -> str | None:
    """The column with this role; None without one, error 22 with several. Folds are no groups."""
    names = list_role_columns(schema, role)
    if len(names) > 1:
        listed = ", ".join(f"'{name}'" for name in names)
        message = f"Only one column at '{port}' can have the role {role}. Got {len(names)}: {listed}."
        raise ModuleError(22, f"{message} Give the others another role with Edit Metadata.", port=port, column=names[1])
    return names[0] if names else None


def list_role_columns(schema: Schema, role: Role) -> list[str]:
    """The columns with this role, but not the one that numbers the folds."""
    return [name for name in schema.names_with_role(role) if not (role == "group" and name == FOLD_COLUMN)]


def list_series(schema: Schema, chosen: Sequence[str] = ()) -> tuple[str, ...]:
    """The columns that tell series apart: the chosen ones, else those with the role series."""
    return tuple(chosen) or tuple(schema.names_with_role("series"))


def list_script_series(roles: Iterable[tuple[str, Role]], chosen: Sequence[str] = ()) -> list[str]:
    """The same for exported code, which knows (name, role)."""
    return list(chosen) or [name for name, role in roles if role == "series"]


def find_listed_role(roles: Iterable[tuple[str, Role]], role: Role) -> str | None:
    """The first column of (name, role) with this role: what exported code goes by."""
    return next((name for name, held in roles if held == role and not (role == "group" and name == FOLD_COLUMN)), None)


def read_weights(dataset: Dataset, label: str | None = None, *, port: str) -> Weights | None:
    """How much each row counts, by the column with the role weight; None without one, or where it is the label.

    Refuses weights that are no numbers (17), missing (18), infinite (33) or negative (8), and those that are all 0
    (21). Rows of the weight 0 do not count, which the log says.
    """
    name = find_role_column(dataset.schema.drop([label] if label else []), "weight", port=port)
    if name is None:
        return None
    column = dataset.schema[name]
    if not column.is_numeric and column.type != "boolean":
        message = f"The weights in '{name}' must be numbers. They are {column.type}."
        raise ModuleError(17, f"{message} Change the type with Edit Metadata.", port=port, column=name)
    weights: Weights = dataset.frame[name].to_numpy(dtype="float64", na_value=np.nan)
    _refuse_weights(18, "missing", np.isnan(weights), "Fill them in, or remove the rows.", name, port)
    _refuse_weights(33, "infinite", np.isinf(weights), "Replace them.", name, port)
    _refuse_weights(8, "negative", weights < 0, "A weight must be 0 or more.", name, port)
    zeros = int((weights == 0).sum())
    if zeros == len(weights):
        raise ModuleError(21, f"The weights in '{name}' are 0 in all rows.", port=port, column=name)
    if zeros:
        log.warning("%s with the weight 0 in '%s': not counted.", format_row_count(zeros), name)
    return weights


def _refuse_weights(number: int, what: str, wrong: "npt.NDArray[np.bool_]", advice: str, name: str, port: str) -> None:
    if wrong.any():
        message = f"The weights in '{name}' are {what} in {format_row_count(int(wrong.sum()))}. {advice}"
        raise ModuleError(number, message, port=port, column=name)


def read_groups(dataset: Dataset, *, port: str, at_least: int, parts: str) -> tuple[str, RowValues] | None:
    """The column with the role group, and the number of each row's group; None without one.

    Refuses missing groups (18), values that are no groups (17), and fewer groups than `parts` need (141).
    """
    name = find_role_column(dataset.schema, "group", port=port)
    if name is None:
        return None
    values = dataset.frame[name]
    missing = int(values.isna().sum())
    if missing:
        message = f"The groups in '{name}' are missing in {format_row_count(missing)}."
        raise ModuleError(18, f"{message} Fill them in, or remove the rows.", port=port, column=name)
    codes = factorize(values, port=port)
    count = int(codes.max(initial=-1)) + 1
    if count < at_least:
        groups = f"{count:,} group" if count == 1 else f"{count:,} groups"
        message = f"'{name}' has {groups}, and {parts} need at least {at_least:,}, because groups stay whole."
        message = f"{message} Provide more groups, or take the role group from the column with Edit Metadata."
        raise ModuleError(141, message, port=port, column=name)
    return name, codes


def factorize(values: "pd.Series[Any]", *, port: str, parameter: str | None = None) -> npt.NDArray[np.intp]:
    """The number of each value; missing ones are a value too. Refuses lists and the like (17)."""
    refuse_nested(values, port=port, parameter=parameter)
    return np.asarray(pd.factorize(values, use_na_sentinel=False)[0])


def read_times(dataset: Dataset, name: str | None, *, port: str, parameter: str | None = None) -> "pd.Series[Any]":
    """The times of the named column, without a name of that with the role time.

    Refuses data without such a column (18), values that are no times or numbers (17), and missing ones (18).
    """
    name = name or find_role_column(dataset.schema, "time", port=port)
    if name is None:
        message = f"No column at '{port}' has the role time, so its rows have no order of time."
        raise ModuleError(
            18, f"{message} Give the role to a column with Edit Metadata.", port=port, parameter=parameter
        )
    column = dataset.schema[name]
    if column.type != "datetime" and not column.is_numeric:
        message = f"The order of time needs dates or numbers. '{name}' is {column.type}."
        message = f"{message} Change its type with Edit Metadata."
        raise ModuleError(17, message, port=port, parameter=parameter, column=name)
    times = dataset.frame[name]
    missing = int(times.isna().sum())
    if missing:
        message = f"The times in '{name}' are missing in {format_row_count(missing)}."
        message = f"{message} Fill them in, or remove the rows."
        raise ModuleError(18, message, port=port, parameter=parameter, column=name)
    return times
