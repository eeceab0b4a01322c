"""The tables that a warm child has just produced, kept in memory so that the next step need not load them.

A table is kept only if loading its file would give the very same values and types, and is handed out as a new frame
over the same memory: pandas copies on write, so no step can change what another one gets.
"""

from collections import OrderedDict
from pathlib import Path

import numpy as np
import pandas as pd

from modules.kit import Dataset, Role
from modules.kit.batch_work import StoredTable
from modules.kit.serialization import SavedValue
from server.runs.sandbox.inside.file_identity import identify_file

#: Together, by the size of their files, even where the memory limit would allow more.
MAX_CACHE_BYTES = 1024**3

_cache: "OrderedDict[str, tuple[Dataset, int]]" = OrderedDict()


def put_output(saved: SavedValue, value: object, *, max_bytes: int) -> None:
    """Remember a table that was just written, and forget those not used for longest."""
    max_bytes = min(max_bytes, MAX_CACHE_BYTES)
    if not isinstance(value, Dataset) or isinstance(value, StoredTable) or saved.bytes > max_bytes:
        return
    if not all(map(_is_same_when_loaded, value.frame.dtypes)):
        return
    frame = value.frame.reset_index(drop=True)
    frame.attrs = {}
    _cache[identify_file(saved.path)] = (Dataset(frame, _list_special_roles(value), value.scores), saved.bytes)
    while sum(size for _, size in _cache.values()) > max_bytes:
        _cache.popitem(last=False)


def get_output(path: Path) -> Dataset | None:
    """The table in this file, if it was kept."""
    key = identify_file(path)
    if key not in _cache:
        return None
    _cache.move_to_end(key)
    dataset, _ = _cache[key]
    return Dataset(dataset.frame.copy(deep=False), dataset.roles, dataset.scores)


def _list_special_roles(value: Dataset) -> dict[str, Role]:
    return {name: role for name, role in value.roles.items() if role != "feature"}


def _is_same_when_loaded(dtype: object) -> bool:
    if isinstance(dtype, pd.CategoricalDtype):
        return _is_same_when_loaded(dtype.categories.dtype)
    return (isinstance(dtype, np.dtype) and dtype.kind in "biuf") or str(dtype) == "str"
