"""Whether stored rows are time series: one row for each step in time, of one series or of several."""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from modules.learning.target_leaks import CodeArray, encode_values
from modules.time_series.time_grid import Frequency
from server.storage.table_data.table_evidence import find_text_dates, read_first_rows

#: With fewer times a table is no series that anybody would forecast.
MIN_TIMES = 20
#: A series has rows at most of the times at which others have some.
MIN_DENSITY = 0.5
#: So many steps are as long as the middle one, give or take what months differ by.
MIN_REGULAR_SHARE, STEP_TOLERANCE = 0.8, 0.15
MAX_TIME_COLUMNS = 5
#: {frequency: the days from one time to the next}
USUAL_DAYS: dict[Frequency, float] = {
    "Hourly": 1 / 24,
    "Daily": 1,
    "Weekly": 7,
    "Monthly": 30.5,
    "Quarterly": 91.5,
    "Yearly": 365.25,
}


class SeriesRows(NamedTuple):
    """The column with the times, the one that tells the series apart, if there are several, and how many there are."""

    time: str
    series: str | None
    number: int


class ContinuedSeries(NamedTuple):
    """Series that can be forecast: beside their columns the frequency of their times, and how many there are.

    `order` is that of day and month where the times are text. `has_gaps`: a series lacks some times, or values.
    """

    time: str
    series: str | None
    number: int
    frequency: Frequency
    times: int
    order: str | None
    has_gaps: bool


@lru_cache(maxsize=256)
def find_series(path: Path, label: str) -> SeriesRows | None:
    """The series that the first rows of a table are; None where they are none. `label` tells no series apart."""
    table = read_first_rows(path)
    return None if table is None else _find_table_series(table, label)


def _find_table_series(table: pa.Table, label: str) -> SeriesRows | None:
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


@lru_cache(maxsize=256)
def find_continued_series(path: Path, label: str) -> ContinuedSeries | None:
    """The series whose later values may be forecast; texts that are dates are read as such."""
    table = read_first_rows(path)
    if table is None:
        return None
    orders = {name: found.order for name, found in find_text_dates(path).items() if name != label and found.order}
    for name, order in orders.items():
        dates = pd.to_datetime(
            table[name].to_pandas().astype("str"), format="mixed", dayfirst=order == "Day first", errors="coerce"
        )
        if dates.notna().all():
            place = table.column_names.index(name)
            table = table.set_column(place, name, pa.array(dates.astype("datetime64[us]"), pa.timestamp("us")))
    found = _find_table_series(table, label)
    if found is None:
        return None
    times = pd.DatetimeIndex(table[found.time].to_pandas().unique()).sort_values()
    has_gaps = table.num_rows < found.number * len(times) or table[label].null_count > 0
    return ContinuedSeries(*found, _find_frequency(times), len(times), orders.get(found.time), has_gaps)


def _find_frequency(times: pd.DatetimeIndex) -> Frequency:
    """By the middle distance between times; days without weekends are working days."""
    days = float(np.median(np.diff(times.to_numpy()) / np.timedelta64(1, "D")))
    if abs(days - 1) < STEP_TOLERANCE and bool((times.day_of_week < 5).all()):
        return "Working days"
    return next((name for name, usual in USUAL_DAYS.items() if abs(days / usual - 1) < 0.05), "Detect")


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
