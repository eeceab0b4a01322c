"""The keys of a join: which columns belong together, whether they compare, and what is said of the matches."""

from collections.abc import Sequence
from dataclasses import replace

import pandas as pd

from modules.data_transformation.row_joins import TEXTUAL, RowPairs, find_unmatched, rename_right_columns
from modules.kit import Column, Dataset, ModuleError, Schema
from modules.kit.errors import require_columns
from modules.kit.schema import NUMERIC

KeyPairs = list[tuple[Column, Column]]


def pair_keys(
    left: Schema,
    right: Schema,
    left_names: Sequence[str],
    right_names: Sequence[str],
    *,
    parameters: tuple[str, str] = ("left_key_columns", "right_key_columns"),
) -> KeyPairs:
    """The key columns that belong together; raises where they are not there, not as many, or not comparable."""
    left_parameter, right_parameter = parameters if right_names else (parameters[0], parameters[0])
    right_names = right_names or left_names
    require_columns(left_names, left, port="left_dataset", parameter=left_parameter)
    require_columns(right_names, right, port="right_dataset", parameter=right_parameter)
    if len(left_names) != len(right_names):
        came = f"{len(left_names)} on the left and {len(right_names)} on the right"
        message = f"Both sides need the same number of key columns. Got {came}."
        raise ModuleError(27, message, port="right_dataset", parameter=right_parameter)
    pairs = [(left[one], right[other]) for one, other in zip(left_names, right_names, strict=True)]
    for one, other in pairs:
        if one.type != other.type and {one.type, other.type} not in (NUMERIC, TEXTUAL):
            message = (
                f"Key '{one.name}' is {one.type} on the left, and '{other.name}' is {other.type} on the right. "
                "Give both the same type with Edit Metadata."
            )
            raise ModuleError(154, message, port="right_dataset", parameter=right_parameter, column=other.name)
    return pairs


def refuse_mixed_zones(left: Dataset, right: Dataset, pairs: KeyPairs) -> None:
    """Refuse a key of times with a zone beside one without (154): which moments are the same is open."""
    for one, other in pairs:
        zones = [getattr(data.frame[key.name].dtype, "tz", None) for data, key in ((left, one), (right, other))]
        if one.type == "datetime" and (zones[0] is None) != (zones[1] is None):
            sides = [f"{'no time zone' if zone is None else f'the time zone {zone}'}" for zone in zones]
            message = f"Key '{one.name}' has {sides[0]} on the left, and '{other.name}' has {sides[1]} on the right."
            message = f"{message} Give both a zone, or neither, for example with Apply SQL Transformation."
            raise ModuleError(154, message, port="right_dataset", column=other.name)


def describe_matches(matched: RowPairs, left_rows: int, right_rows: int) -> str:
    """How many rows of each side have a match."""
    ours, theirs = (
        left_rows - len(find_unmatched(matched.left, left_rows)),
        right_rows - len(find_unmatched(matched.right, right_rows)),
    )
    return f"{ours:,} of {left_rows:,} left rows and {theirs:,} of {right_rows:,} right rows have a match."


def combine_roles(left: Dataset, right: Dataset, frame: pd.DataFrame, dropped: set[str]) -> Dataset:
    """The joined table with the roles of both sides."""
    names = rename_right_columns(left.schema.names, right.schema.names, dropped)
    roles = dict(left.roles) | {names[name]: role for name, role in right.roles.items() if name in names}
    return Dataset(frame, roles, left.scores)


def predict_joined_schema(left: Schema, right: Schema, dropped: set[str]) -> Schema:
    """The columns of the left side, and those of the right one behind them but the dropped ones."""
    names = rename_right_columns(left.names, right.names, dropped)
    theirs = [replace(column, name=names[column.name]) for column in right if column.name in names]
    return Schema((*left, *theirs), complete=left.complete and right.complete)


def require_comparable(
    left: Dataset, left_name: str, right: Dataset, right_name: str, *, parameters: tuple[str, str]
) -> None:
    """Refuse columns that are not there (1), that are no numbers or times (17), or that do not compare (154)."""
    ports = ("left_dataset", "right_dataset")
    for data, name, port, parameter in zip((left, right), (left_name, right_name), ports, parameters, strict=True):
        require_columns([name], data.schema, port=port, parameter=parameter)
        column = data.schema[name]
        if not column.is_numeric and column.type != "datetime":
            message = f"Column '{name}' is {column.type}. Choose a column of numbers or times."
            raise ModuleError(17, message, port=port, parameter=parameter, column=name)
    pairs = pair_keys(left.schema, right.schema, [left_name], [right_name], parameters=parameters)
    refuse_mixed_zones(left, right, pairs)
