"""Who rated what: reading tables of users, items and ratings."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.codegen.designer_only import designer_only
from modules.kit.schema import infer_column_type

USER, ITEM, RATING = "User", "Item", "Rating"
Numbers = npt.NDArray[np.float64]
IndexPositions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class UserItemPairs:
    """Users and items by row."""

    users: "pd.Series[Any]"
    items: "pd.Series[Any]"


@dataclass(frozen=True)
class Ratings(UserItemPairs):
    """Users, items, and how the one rated the other."""

    values: Numbers


def read_ratings(dataset: Dataset, *, port: str) -> Ratings:
    """The first three columns are users, items and ratings: errors 67, 3, 18, 17, 33, 34 where they are not."""
    if len(dataset.frame.columns) != 3:
        message = (
            f"The data at '{port}' must have three columns: users, items and ratings, in this order. They have"
            f" {len(dataset.frame.columns)}. Use Select Columns in Dataset."
        )
        raise ModuleError(67, message, port=port)
    pairs = read_pairs(dataset, port=port)
    name = str(dataset.frame.columns[2])
    values = dataset.frame[name]
    if infer_column_type(values) not in ("integer", "real"):
        message = f"Ratings are numbers. Column '{name}' is {infer_column_type(values)}."
        raise ModuleError(17, message, port=port, column=name)
    _refuse_gaps(values, port)
    numbers = np.asarray(values.to_numpy(dtype="float64"))
    if not np.isfinite(numbers).all():
        raise ModuleError(33, f"Column '{name}' has infinite ratings. Remove them.", port=port, column=name)
    refuse_repeated(pairs, port=port)
    return Ratings(pairs.users, pairs.items, numbers)


def read_pairs(dataset: Dataset, *, port: str) -> UserItemPairs:
    """The first two columns are users and items; error 20 where there are fewer, 3 without rows, 18 for gaps."""
    names = list(dataset.frame.columns)
    if len(names) < 2:
        message = f"The data at '{port}' need a column of users and one of items. They have {len(names)} columns."
        raise ModuleError(20, message, port=port)
    return UserItemPairs(*(to_keys(dataset.frame[name], port=port) for name in names[:2]))


def read_users(dataset: Dataset, *, port: str) -> "pd.Series[Any]":
    """The different users of the first column, in the order in which they come."""
    if not len(dataset.frame.columns):
        raise ModuleError(20, f"The data at '{port}' need a column of users. They have none.", port=port)
    return to_keys(dataset.frame.iloc[:, 0], port=port).drop_duplicates(ignore_index=True)


def to_keys(values: "pd.Series[Any]", *, port: str) -> "pd.Series[Any]":
    """A column that names users or items."""
    if not len(values):
        raise ModuleError(3, f"The data at '{port}' have no rows.", port=port)
    _refuse_gaps(values, port)
    kind = infer_column_type(values)
    if kind in ("category", "text"):
        return values.astype("str").reset_index(drop=True)
    if kind not in ("integer", "real"):
        message = f"Users and items are text or numbers. Column '{values.name}' is {kind}."
        raise ModuleError(17, message, port=port, column=str(values.name))
    return values.reset_index(drop=True)


@designer_only
def _refuse_gaps(values: "pd.Series[Any]", port: str) -> None:
    gaps = int(values.isna().sum())
    if gaps:
        message = f"Column '{values.name}' at '{port}' has missing values in {gaps:,} rows. "
        message += "Add Clean Missing Data before this module."
        raise ModuleError(18, message, port=port, column=str(values.name))


def refuse_repeated(pairs: UserItemPairs, *, port: str) -> None:
    """Error 34 where a user has more than one rating of an item."""
    repeated = pd.DataFrame({USER: pairs.users, ITEM: pairs.items}).duplicated()
    if repeated.any():
        place = int(repeated.to_numpy().argmax())
        message = (
            f"User '{pairs.users[place]}' has more than one rating of item '{pairs.items[place]}' at '{port}'."
            " Keep one with Remove Duplicate Rows."
        )
        raise ModuleError(34, message, port=port)


def find_positions(known: "pd.Index[Any]", requested: "pd.Series[Any]", *, port: str) -> IndexPositions:
    """Where each of the wanted users or items is among the known ones, -1 for those that are not.

    Error 16 where the one are numbers and the other text: none would be found.
    """
    if pd.api.types.is_numeric_dtype(known.dtype) != pd.api.types.is_numeric_dtype(requested.dtype):
        message = (
            f"Column '{requested.name}' at '{port}' is {infer_column_type(requested)}, "
            "unlike that of the training data. Change its type with Edit Metadata."
        )
        raise ModuleError(16, message, port=port, column=str(requested.name))
    return np.asarray(known.get_indexer(pd.Index(requested)))
