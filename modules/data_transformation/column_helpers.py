"""What modules that add columns or rows share: columns in their place, and types that hold a number too."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd


def can_hold(dtype: Any, number: int) -> bool:
    """Whether a column of whole numbers can hold this one too."""
    bounds = np.iinfo(str(dtype).lower())
    return bool(bounds.min <= number <= bounds.max)


def widen_integers(values: "pd.Series[Any]", number: int) -> "pd.Series[Any]":
    """A column of whole numbers in a type that holds this one too: its own, or else one of 64 bits."""
    if can_hold(values.dtype, number) or values.dtype.itemsize == 8:
        return values
    return values.astype("Int64" if isinstance(values.dtype, pd.api.extensions.ExtensionDtype) else "int64")


def set_columns(frame: pd.DataFrame, made: Mapping[str, Any]) -> pd.DataFrame:
    """The frame with these columns: those that it has in their place, the others behind, even thousands."""
    replaced = {name: values for name, values in made.items() if name in frame.columns}
    added = {name: values for name, values in made.items() if name not in replaced}
    changed = frame.assign(**replaced) if replaced else frame
    return pd.concat([changed, pd.DataFrame(added, index=frame.index)], axis=1) if added else changed
