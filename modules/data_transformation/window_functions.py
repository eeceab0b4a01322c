"""What can be computed of a row and its neighbors: what it takes, what it gives, and how pandas says it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd

from modules.kit.schema import ColumnType

NUMBERS: tuple[ColumnType, ...] = ("integer", "real")
COUNTABLE: tuple[ColumnType, ...] = (*NUMBERS, "boolean")
MEASURABLE: tuple[ColumnType, ...] = (*NUMBERS, "datetime")
RANKED: tuple[ColumnType, ...] = (*NUMBERS, "datetime", "text", "boolean")

WindowKind = Literal["neighbor", "rolling", "running", "rank", "group"]
TimeSpan = Literal["Rows", "Minutes", "Hours", "Days"]


@dataclass(frozen=True)
class WindowFunction:
    """`gives` "same" is the type of the column; without `types` every column will do. `method` is pandas' name."""

    kind: WindowKind
    method: str
    gives: Literal["same", "integer", "real"] = "real"
    types: tuple[ColumnType, ...] = ()


WINDOW_FUNCTIONS: Mapping[str, WindowFunction] = {
    "Lag": WindowFunction("neighbor", "shift", "same"),
    "Lead": WindowFunction("neighbor", "shift", "same"),
    "Difference": WindowFunction("neighbor", "diff", "same", MEASURABLE),
    "Relative change": WindowFunction("neighbor", "pct_change", "real", NUMBERS),
    "Rolling mean": WindowFunction("rolling", "mean", "real", COUNTABLE),
    "Rolling sum": WindowFunction("rolling", "sum", "real", COUNTABLE),
    "Rolling minimum": WindowFunction("rolling", "min", "real", NUMBERS),
    "Rolling maximum": WindowFunction("rolling", "max", "real", NUMBERS),
    "Rolling median": WindowFunction("rolling", "median", "real", NUMBERS),
    "Rolling standard deviation": WindowFunction("rolling", "std", "real", NUMBERS),
    "Rolling count": WindowFunction("rolling", "count", "integer", COUNTABLE),
    "Cumulative sum": WindowFunction("running", "cumsum", "same", NUMBERS),
    "Cumulative mean": WindowFunction("running", "mean", "real", NUMBERS),
    "Cumulative minimum": WindowFunction("running", "cummin", "same", MEASURABLE),
    "Cumulative maximum": WindowFunction("running", "cummax", "same", MEASURABLE),
    "Rank": WindowFunction("rank", "min", "integer", RANKED),
    "Dense rank": WindowFunction("rank", "dense", "integer", RANKED),
    "Share of group": WindowFunction("group", "sum", "real", NUMBERS),
    "Group mean": WindowFunction("group", "mean", "real", NUMBERS),
    "Group sum": WindowFunction("group", "sum", "same", NUMBERS),
    "Group minimum": WindowFunction("group", "min", "same", MEASURABLE),
    "Group maximum": WindowFunction("group", "max", "same", MEASURABLE),
    "Group count": WindowFunction("group", "count", "integer"),
}


def list_functions(*kinds: WindowKind) -> tuple[str, ...]:
    """The functions of these kinds, in their order."""
    return tuple(name for name, function in WINDOW_FUNCTIONS.items() if function.kind in kinds)


def roll_over_time(
    data: pd.DataFrame, column: str, time: str, size: str, method: str, by: Sequence[str] = (), minimum: int = 1
) -> "pd.Series[Any]":
    """A figure of the rows of each group in the time before each row and at it, by the rows' own index.

    Of rows with the same time the later ones see the earlier ones.
    """
    codes = data.groupby(list(by), dropna=False, observed=True).ngroup() if by else pd.Series(0, index=data.index)
    places = np.lexsort((data[time].to_numpy(), codes.to_numpy()))
    ordered = pd.DataFrame(
        {
            "group": codes.iloc[places].to_numpy(),
            "time": data[time].iloc[places].array,
            "value": data[column].iloc[places].astype("float64").to_numpy(),
        }
    )
    rolled = ordered.groupby("group").rolling(size, on="time", min_periods=minimum)["value"]
    return pd.Series(getattr(rolled, method)().to_numpy(), index=data.index[places])
