"""Which group each row belongs to, by the values of its key columns."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.errors import require_columns
from modules.kit.nested_values import refuse_nested

#: The values of the key columns as text, by which a model is found.
Key = tuple[str, ...]
Positions = npt.NDArray[np.intp]
MISSING_KEY = "(missing)"


@dataclass(frozen=True)
class RowGroups:
    """The groups in the order in which they first occur, and the number of each row's group."""

    keys: list[Key]
    codes: Positions

    def list_positions(self) -> list[Positions]:
        """The rows of each group, in their order in the table."""
        order = np.argsort(self.codes, kind="stable")
        ends = np.cumsum(np.bincount(self.codes, minlength=len(self.keys)))
        return np.split(order, ends[:-1]) if len(self.keys) else []


def require_keys(dataset: Dataset, names: Sequence[str], *, port: str) -> None:
    """Refuse key columns that are not there (1), none at all (11), and values that are no keys (17)."""
    if not names:
        raise ModuleError(11, "Choose at least one column that names the groups.", parameter="group_by")
    require_columns(names, dataset.schema, port=port, parameter="group_by")
    for name in names:
        refuse_nested(dataset.frame[name], port=port, parameter="group_by")


def group_rows(frame: pd.DataFrame, names: Sequence[str]) -> RowGroups:
    """The groups of rows with the same values in these columns; a missing value is a value too."""
    codes = np.zeros(len(frame), dtype=np.intp)
    columns: list[list[str]] = []
    for name in names:
        found, texts = _number_texts(frame[name])
        codes = codes * max(1, len(texts)) + found
        codes = np.asarray(pd.factorize(codes)[0], dtype=np.intp)
        columns.append([texts[place] for place in found.tolist()])
    firsts = np.unique(codes, return_index=True)[1].tolist() if len(frame) else []
    return RowGroups([tuple(texts[row] for texts in columns) for row in firsts], codes)


def find_rows(frame: pd.DataFrame, names: Sequence[str], places: Mapping[Key, int]) -> Positions:
    """For each row the place of its group; -1 where its group is not among them."""
    groups = group_rows(frame, names)
    known = np.array([places.get(key, -1) for key in groups.keys], dtype=np.intp)
    return known[groups.codes] if len(known) else np.zeros(len(frame), dtype=np.intp)


def format_group(key: Key) -> str:
    """The values of a key in a sentence."""
    return ", ".join(key)


def _number_texts(values: "pd.Series[Any]") -> tuple[Positions, list[str]]:
    """The number of each value, and the values as text: 3 and 3.0 are one value, in training and afterwards."""
    codes, distinct = pd.factorize(values, use_na_sentinel=False)
    texts = [_format_key_value(value) for value in distinct]
    if len(set(texts)) == len(texts):
        return np.asarray(codes, dtype=np.intp), texts
    merged, names = pd.factorize(np.array(texts, dtype=object))
    return np.asarray(merged, dtype=np.intp)[codes], [str(name) for name in names]


def _format_key_value(value: object) -> str:
    if value is None or value is pd.NaT or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return MISSING_KEY
    if isinstance(value, float | np.floating) and float(value).is_integer():
        return str(int(value))
    if isinstance(value, pd.Timestamp):
        return str(value).removesuffix(" 00:00:00")
    return str(value)
