"""The tables that a warm child has just produced, kept in memory so that the next step need not load them.

A table is kept only if loading its file would give the very same values and types, and is handed out as a new frame
over the same memory: pandas copies on write, so no step can change what another one gets.
"""

from collections import OrderedDict
from pathlib import Path

import numpy as np
import pandas as pd

from modules.kit import Dataset, Role
from modules.kit.files import Saved
from server.runs.steps import identity

#: Together, by the size of their files, even where the memory limit would allow more.
MOST_BYTES = 1024**3

_kept: "OrderedDict[str, tuple[Dataset, int]]" = OrderedDict()


def keep(saved: Saved, value: object, *, most_bytes: int) -> None:
    """Remember a table that was just written, and forget those not used for longest."""
    most_bytes = min(most_bytes, MOST_BYTES)
    if not isinstance(value, Dataset) or saved.bytes > most_bytes:
        return
    if not all(map(_same_when_loaded, value.frame.dtypes)):
        return
    frame = value.frame.reset_index(drop=True)
    frame.attrs = {}
    _kept[identity(saved.path)] = (Dataset(frame, _told(value), value.scores), saved.bytes)
    while sum(size for _, size in _kept.values()) > most_bytes:
        _kept.popitem(last=False)


def find(path: Path) -> Dataset | None:
    """The table in this file, if it was kept."""
    key = identity(path)
    if key not in _kept:
        return None
    _kept.move_to_end(key)
    dataset, _ = _kept[key]
    return Dataset(dataset.frame.copy(deep=False), dataset.roles, dataset.scores)


def _told(value: Dataset) -> dict[str, Role]:
    return {name: role for name, role in value.roles.items() if role != "feature"}


def _same_when_loaded(dtype: object) -> bool:
    if isinstance(dtype, pd.CategoricalDtype):
        return _same_when_loaded(dtype.categories.dtype)
    return (isinstance(dtype, np.dtype) and dtype.kind in "biuf") or str(dtype) == "str"
