"""Forecasts of many series, side by side; a series that does not allow a method falls back to the last values."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from modules.kit import Dataset, ModuleError
from modules.kit.fan_out import Failure, fan_out
from modules.kit.requirements import format_install_command, list_missing_packages
from modules.learning.features import format_row_count
from modules.learning.row_roles import read_times
from modules.time_series.forecast_methods import forecast_series
from modules.time_series.series_checks import refuse_infinite_values, require_series
from modules.time_series.series_tables import build_forecast_rows, iterate_series
from modules.time_series.time_grid import detect_offset, find_season, list_next_times

log = logging.getLogger(__name__)

#: Methods that statsmodels computes.
LIBRARY_METHODS = ("ETS", "ARIMA", "Ensemble")
FEWEST_VALUES = 3


@dataclass(frozen=True)
class SeriesData:
    """Series with a value on each time of their grid."""

    frame: pd.DataFrame
    series_by: tuple[str, ...]
    time: str
    label: str
    offset: str | int
    season: int

    def list_series(self) -> list[tuple[tuple[object, ...], pd.DataFrame]]:
        """The key and the rows of each series."""
        return list(iterate_series(self.frame, self.series_by, self.time))


def read_series(dataset: Dataset, label: str, time: str | None, series_by: Sequence[str], season: int) -> SeriesData:
    """The series of a table; refuses gaps, times that occur twice (13) and missing values (18)."""
    require_series(dataset, [label], series_by, port="dataset", parameter="label")
    if dataset.rows == 0:
        raise ModuleError(21, "The data at 'dataset' has no rows.", port="dataset")
    refuse_infinite_values(dataset, label, port="dataset")
    times = read_times(dataset, time, port="dataset", parameter="time_column")
    missing = int(dataset.frame[label].isna().sum())
    if missing:
        message = f"'{label}' is missing in {format_row_count(missing)}. Fill the gaps with Prepare Time Series."
        raise ModuleError(18, message, port="dataset", column=label)
    name = str(times.name)
    if pd.api.types.is_numeric_dtype(times.dtype):
        refuse_infinite_values(dataset, name, port="dataset")
    distinct = times.drop_duplicates().sort_values().reset_index(drop=True)
    offset = detect_offset(distinct)
    found = season or find_season(offset)
    data = SeriesData(dataset.frame, tuple(series_by), name, label, offset, found)
    _refuse_gaps(data)
    return data


def _refuse_gaps(data: SeriesData) -> None:
    for key, rows in data.list_series():
        times = rows[data.time].reset_index(drop=True)
        named = f" of {', '.join(map(str, key))}" if key else ""
        if times.duplicated().any():
            twice = times[times.duplicated()].iloc[0]
            message = f"The series{named} has two rows for {twice}. Choose the columns that tell the series apart,"
            message = f"{message} or merge the rows with Prepare Time Series."
            raise ModuleError(13, message, port="dataset", parameter="series_by", column=data.time)
        expected = list_next_times(times.iloc[0], data.offset, len(times) - 1)
        if len(times) > 1 and not (times.iloc[1:].to_numpy() == expected.to_numpy()).all():
            at = int((times.iloc[1:].to_numpy() != expected.to_numpy()).argmax())
            message = f"The series{named} has a gap after {times.iloc[at]}. Fill it with Prepare Time Series."
            raise ModuleError(13, message, port="dataset", column=data.time)


def require_library(method: str, parameter: str = "method") -> None:
    """Refuse a method whose library is not installed (159), and say how to install it."""
    if method in LIBRARY_METHODS and list_missing_packages(["statsmodels"]):
        command = format_install_command(["statsmodels"], [])
        message = f"{method} needs statsmodels. Install it with: {command}. Or use another method."
        raise ModuleError(13, message, parameter=parameter)


def train_series(data: SeriesData, method: str, steps: int) -> pd.DataFrame:
    """The forecasts of all series as a table; where a method fails, the log says so and the naive one is used."""

    def forecast(item: tuple[tuple[object, ...], pd.DataFrame]) -> pd.DataFrame:
        key, rows = item
        if len(rows) < FEWEST_VALUES:
            raise ValueError(f"it has {len(rows)} values.")
        return forecast_one_series(data, key, rows, method, steps)

    series = data.list_series()
    found: dict[tuple[object, ...], pd.DataFrame] = {}
    for (key, rows), table in fan_out(forecast, series, unit="series"):
        failed = isinstance(table, Failure)
        found[key] = forecast_naively(data, key, rows, steps, table.message) if failed else table
    return pd.concat([found[key] for key, _ in series], ignore_index=True)


def forecast_one_series(
    data: SeriesData, key: tuple[object, ...], rows: pd.DataFrame, method: str, steps: int
) -> pd.DataFrame:
    """The forecast of a series for so many steps."""
    values = rows[data.label].to_numpy(dtype="float64")
    expected, deviations = forecast_series(method, values, data.season, steps)
    last = rows[data.time].iloc[-1]
    return build_forecast_rows(
        key, data.series_by, data.time, last, data.offset, expected, deviations, values, data.season
    )


def forecast_naively(
    data: SeriesData, key: tuple[object, ...], rows: pd.DataFrame, steps: int, reason: str
) -> pd.DataFrame:
    """The last value of a series, for so many steps; the log says why."""
    name = ", ".join(map(str, key)) or "the series"
    log.warning("%s is forecast by its last value: %s", name, reason)
    return forecast_one_series(data, key, rows, "Naive", steps)
