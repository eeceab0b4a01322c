"""Whether stored rows are time series: one row for each step in time, of one series or of several."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from modules.learning.target_leaks import CodeArray, encode_values
from server.storage.table_data.table_evidence import read_first_rows

#: With fewer times a table is no series that anybody would forecast.
MIN_TIMES = 20
#: A series has rows at most of the times at which others have some.
MIN_DENSITY = 0.5
#: So many steps are as long as the middle one, give or take what months differ by.
MIN_REGULAR_SHARE, STEP_TOLERANCE = 0.8, 0.15
MAX_TIME_COLUMNS = 5


class SeriesRows(NamedTuple):
    """The column with the times, the one that tells the series apart, if there are several, and how many there are."""

    time: str
    series: str | None
    number: int


@lru_cache(maxsize=256)
def find_series(path: Path, label: str) -> SeriesRows | None:
    """The series that the first rows of a table are; None where they are none. `label` tells no series apart."""
    table = read_first_rows(path)
    if table is None:
        return None
    times = [
        name for name in table.column_names if name != label and pa.types.is_temporal(table.schema.field(name).type)
    ]
    for time in times[:MAX_TIME_COLUMNS]:
        steps = _encode_complete(table[time])
        if steps is None or int(steps.max(initial=-1)) + 1 < MIN_TIMES:
            continue
        if int(steps.max()) + 1 == table.num_rows:
            if _is_regular(table[time]):
                return SeriesRows(time, None, 1)
            continue
        for name in _list_keys(table, {time, label}):
            keys = _encode_complete(table[name])
            if keys is not None and _tells_series_apart(keys, steps):
                return SeriesRows(time, name, int(keys.max()) + 1)
    return None


def _list_keys(table: pa.Table, others: set[str]) -> list[str]:
    """The columns that may name a series: texts, then whole numbers."""
    kinds = {name: table.schema.field(name).type for name in table.column_names if name not in others}
    texts = [
        name
        for name, kind in kinds.items()
        if pa.types.is_dictionary(kind) or pa.types.is_string(kind) or pa.types.is_large_string(kind)
    ]
    return [*texts, *(name for name, kind in kinds.items() if pa.types.is_integer(kind))]


def _encode_complete(values: pa.ChunkedArray) -> CodeArray | None:
    """The numbers of the values; None where one is missing."""
    return encode_values(values) if values.null_count == 0 else None


def _tells_series_apart(keys: CodeArray, steps: CodeArray) -> bool:
    """Whether each key has one row at a time, at most times."""
    key_count, step_count, rows = int(keys.max()) + 1, int(steps.max()) + 1, len(keys)
    if not 2 <= key_count <= rows / MIN_TIMES or rows < MIN_DENSITY * key_count * step_count:
        return False
    return len(np.unique(steps * key_count + keys)) == rows


def _is_regular(times: pa.ChunkedArray) -> bool:
    """Whether the steps from one time to the next are mostly as long as one another."""
    moments = pc.cast(pc.cast(times, pa.timestamp("us"), safe=False), pa.int64()).to_numpy()
    lengths = np.diff(np.sort(moments))
    middle = float(np.median(lengths))
    return float(np.mean(np.abs(lengths - middle) <= STEP_TOLERANCE * middle)) >= MIN_REGULAR_SHARE
