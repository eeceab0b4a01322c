"""What can be computed of the values of a group: how pandas calls it, what it takes and what it gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from modules.kit.nullable_columns import to_nullable_type
from modules.kit.schema import ColumnType

NUMBERS: tuple[ColumnType, ...] = ("integer", "real")
COUNTABLE: tuple[ColumnType, ...] = (*NUMBERS, "boolean")
ORDERED: tuple[ColumnType, ...] = (*NUMBERS, "datetime", "text", "boolean")


@dataclass(frozen=True)
class Operands:
    """The types of columns that a figure can be computed of, and what they are called; without types any will do."""

    types: tuple[ColumnType, ...] = ()
    takes: str = ""


ANY_COLUMN = Operands()


@dataclass(frozen=True)
class Figure:
    """`gives` "same" is the type of the column."""

    gives: Literal["same", "integer", "real", "text"]
    #: The method of a column's groups; None where it takes more than that.
    method: str | None = None
    operands: Operands = ANY_COLUMN

    @property
    def types(self) -> tuple[ColumnType, ...]:
        return self.operands.types

    @property
    def takes(self) -> str:
        return self.operands.takes


_NUMBERS_ONLY = Operands(NUMBERS, "numbers")
_COUNTABLE_ONLY = Operands(COUNTABLE, "numbers or true and false")
_ORDERED_ONLY = Operands(ORDERED, "numbers, times or texts")

FIGURES: Mapping[str, Figure] = {
    "Count of rows": Figure("integer"),
    "Count": Figure("integer", "count"),
    "Distinct count": Figure("integer", "nunique"),
    "Missing count": Figure("integer"),
    "Sum": Figure("same", "sum", _COUNTABLE_ONLY),
    "Mean": Figure("real", "mean", _COUNTABLE_ONLY),
    "Median": Figure("real", "median", _NUMBERS_ONLY),
    "Standard deviation": Figure("real", "std", _NUMBERS_ONLY),
    "Variance": Figure("real", "var", _NUMBERS_ONLY),
    "Minimum": Figure("same", "min", _ORDERED_ONLY),
    "Maximum": Figure("same", "max", _ORDERED_ONLY),
    "Percentile": Figure("real", operands=_NUMBERS_ONLY),
    "Share of total": Figure("real", operands=_COUNTABLE_ONLY),
    "First": Figure("same", "first"),
    "Last": Figure("same", "last"),
    "Most frequent": Figure("same"),
    "Joined text": Figure("text"),
    "Joined distinct text": Figure("text"),
}


def count_distinct(groups: Any) -> "pd.Series[Any]":
    """How many different values each group has."""
    counts: pd.Series[Any] = groups.nunique()
    return counts


def find_most_frequent(groups: Any) -> "pd.Series[Any]":
    """The most frequent value of each group; of equally frequent ones the smallest."""
    found = [next(iter(values.mode()), None) for _, values in groups]
    return pd.Series(found, groups.size().index, dtype=to_nullable_type(groups.obj.dtype))


def join_group_texts(groups: Any, separator: str, *, distinct: bool = False) -> "pd.Series[Any]":
    """The values of each group in one text; missing ones are left out."""
    found = []
    for _, values in groups:
        texts = values.dropna().astype("str")
        found.append(separator.join(dict.fromkeys(texts) if distinct else texts) if len(texts) else None)
    return pd.Series(found, groups.size().index, dtype="str")


def to_source_type(found: "pd.Series[Any]", source: Any, figure: Figure, function: str) -> "pd.Series[Any]":
    """The figures in the type that was foreseen: that of the column, whole or real numbers."""
    if figure.gives == "real":
        return found.astype("float64")
    if figure.gives != "same":
        return found
    kind: Any = to_nullable_type(source)
    if function == "Sum":
        kind = "float64" if pd.api.types.is_float_dtype(source) else "Int64"
    found = found.astype(kind)
    plain = isinstance(found.dtype, pd.api.extensions.ExtensionDtype) and kind != source and not found.isna().any()
    return found.astype("int64" if function == "Sum" else source) if plain and kind != "float64" else found
