"""Splits of the rows of a dataset by a share: at random or from the top, of whole groups, or the oldest rows first."""

import logging
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.data_transformation.row_division import draw_groups, draw_oldest, draw_oldest_of_series, draw_rows
from modules.kit import Dataset
from modules.kit.errors import require_columns
from modules.learning.row_roles import factorize, list_role_columns, list_series, read_groups, read_times

log = logging.getLogger(__name__)

Mask = npt.NDArray[np.bool_]


class RowSplit(NamedTuple):
    """Which rows go into the first part, and what is to be said of each part."""

    first: Mask
    remarks: tuple[str | None, str | None] = (None, None)


def split_rows(dataset: Dataset, fraction: float, seed: int | None, stratify_by: str | None) -> RowSplit:
    """Rows at random, or from the top without a seed; whole groups where a column has that role."""
    if stratify_by is not None:
        require_columns([stratify_by], dataset.schema, port="dataset", parameter="stratify_by")
        factorize(dataset.frame[stratify_by], port="dataset", parameter="stratify_by")
    groups = read_groups(dataset, port="dataset", at_least=2 if 0 < fraction < 1 else 0, parts="two outputs")
    if groups is None or not dataset.rows:
        return RowSplit(np.asarray(draw_rows(dataset.frame, fraction, seed, stratify_by), dtype=bool))
    name, codes = groups
    first = np.asarray(draw_groups(dataset.frame, name, fraction, seed, stratify_by), dtype=bool)
    count, taken = len(np.unique(codes)), len(np.unique(codes[first]))
    message = "Split by whole groups of '%s': %s of %s are in the first output, with %.1f %% of the rows."
    log.info(message, name, f"{taken:,}", f"{count:,}", 100 * first.mean())
    here = [f"Split by whole groups of '{name}': {part:,} of {count:,} are here." for part in (taken, count - taken)]
    return RowSplit(first, (here[0], here[1]))


def split_by_time(dataset: Dataset, time_column: str | None, fraction: float) -> RowSplit:
    """The oldest rows first, by this column or the one with the role time; within each series, if any has that role."""
    if time_column is not None:
        require_columns([time_column], dataset.schema, port="dataset", parameter="time_column")
    times = read_times(dataset, time_column, port="dataset", parameter="time_column")
    series = [name for name in list_series(dataset.schema) if name != times.name]
    if series:
        return _split_series(dataset, str(times.name), series, fraction)
    first = np.asarray(draw_oldest(times, fraction), dtype=bool)
    groups = list_role_columns(dataset.schema, "group")
    if groups:
        log.warning("In order of time, rows of one group of '%s' can be in both outputs.", groups[0])
    if not first.any() or first.all():
        return RowSplit(first)
    last, next_time = _format_time(times[first].max()), _format_time(times[~first].min())
    log.info("The first output ends at %s of '%s', the second begins at %s.", last, times.name, next_time)
    older = f"The oldest rows by '{times.name}', to {last}."
    return RowSplit(first, (older, f"The newest rows by '{times.name}', from {next_time}."))


def _split_series(dataset: Dataset, time: str, series: list[str], fraction: float) -> RowSplit:
    for name in series:
        factorize(dataset.frame[name], port="dataset")
    first = np.asarray(draw_oldest_of_series(dataset.frame, time, series, fraction), dtype=bool)
    named = ", ".join(series)
    log.info("Split by '%s' within each series of '%s'.", time, named)
    older, newer = (f"The {age} rows of each series of '{named}', by '{time}'." for age in ("oldest", "newest"))
    return RowSplit(first, (older, newer))


def _format_time(value: Any) -> str:
    """Days without their midnight, numbers without trailing zeros."""
    return str(value).removesuffix(" 00:00:00") if isinstance(value, pd.Timestamp) else f"{value:g}"
