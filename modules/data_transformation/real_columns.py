"""Many columns of real numbers at once: one by one, each would cost more than its values do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

#: So many values are copied at a time, so that a tall table is not copied as a whole.
VALUES_AT_A_TIME = 4_000_000
#: Of so few columns each is looked at alone; of many that takes longer than all of them as a table.
FEW_COLUMNS = 50


def list_real_columns(frame: pd.DataFrame, names: Sequence[str]) -> list[str]:
    """Those of the columns that hold plain 64-bit floats."""
    kinds = dict(zip(frame.columns, frame.dtypes, strict=True))
    return [name for name in names if kinds[name] == np.dtype("float64")]


def compute_medians(frame: pd.DataFrame, names: Sequence[str]) -> dict[str, float]:
    """{column: the median of its values}, missing where it has none; equal to that of pandas to the last bit."""
    found: dict[str, float] = {}
    for part, values in _iterate_parts(frame, names):
        values.sort(axis=1)  # missing values go to the end
        counts = values.shape[1] - np.isnan(values).sum(axis=1)
        rows = np.arange(len(part))
        low, high = values[rows, np.maximum(counts - 1, 0) // 2], values[rows, counts // 2]
        with np.errstate(invalid="ignore", over="ignore"):
            medians = np.where(counts % 2, low, (low + high) / 2)
        found |= dict(zip(part, np.where(counts > 0, medians, np.nan).tolist(), strict=True))
    return found


def fill_real_columns(frame: pd.DataFrame, replacements: Mapping[str, float]) -> dict[str, "pd.Series[Any]"]:
    """The columns with these values in the place of missing ones."""
    names = list(replacements)
    filled: dict[str, pd.Series[Any]] = {}
    for part, values in _iterate_parts(frame, names):
        wanted = np.array([replacements[name] for name in part])[:, None]
        np.copyto(values, wanted, where=np.isnan(values))
        filled |= {name: pd.Series(row, index=frame.index, name=name) for name, row in zip(part, values, strict=True)}
    return filled


def _iterate_parts(
    frame: pd.DataFrame, names: Sequence[str]
) -> Iterator[tuple[Sequence[str], npt.NDArray[np.float64]]]:
    """Some columns at a time, each as a row of a matrix of its own."""
    size = max(1, VALUES_AT_A_TIME // max(len(frame), 1)) if len(frame) else 0
    for start in range(0, len(names) if size else 0, max(size, 1)):
        part = names[start : start + size]
        if len(part) <= FEW_COLUMNS:  # for a few rows, a table of the columns takes longer than all the rest
            yield part, np.array([frame[name].to_numpy() for name in part], dtype="float64")
        else:
            yield part, np.array(frame[part].to_numpy().T, dtype="float64", order="C", copy=True)
