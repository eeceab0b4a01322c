"""Forecasts of many series as a table: what a trained forecast holds, and what scripts compute alike."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from modules.time_series.forecast_methods import Values, forecast_seasonal_naive, forecast_series, measure_naive_error
from modules.time_series.time_grid import list_next_times

STEP, EXPECTED, STEP_DEVIATION, NAIVE, NAIVE_ERROR = (
    "Step",
    "Scored Labels",
    "Deviation",
    "Seasonal Naive",
    "Naive Error",
)


def iterate_series(
    frame: pd.DataFrame, series_by: Sequence[str], time: str
) -> Iterator[tuple[tuple[object, ...], pd.DataFrame]]:
    """The key and the rows of each series in the order of time, in the order in which the series first occur."""
    if not series_by:
        yield (), frame.sort_values(time, kind="stable")
        return
    for key, part in frame.groupby(list(series_by), sort=False, dropna=False, observed=True):
        yield key if isinstance(key, tuple) else (key,), part.sort_values(time, kind="stable")


def forecast_table(
    frame: pd.DataFrame,
    series_by: Sequence[str],
    time: str,
    label: str,
    method: str,
    season: int,
    offset: str | int,
    steps: int,
) -> pd.DataFrame:
    """The forecast of each series for so many steps, with its deviation and the seasonal naive forecast beside it."""
    parts = []
    for key, rows in iterate_series(frame, series_by, time):
        values = rows[label].to_numpy(dtype="float64")
        expected, deviations = forecast_series(method, values, season, steps)
        parts.append(
            build_forecast_rows(key, series_by, time, rows[time].iloc[-1], offset, expected, deviations, values, season)
        )
    return pd.concat(parts, ignore_index=True)


def build_forecast_rows(
    key: tuple[object, ...],
    series_by: Sequence[str],
    time: str,
    last: Any,
    offset: str | int,
    expected: Values,
    deviations: Values,
    values: Values,
    season: int,
) -> pd.DataFrame:
    """A row for each step of a series."""
    steps = len(expected)
    named = dict(zip(series_by, ([value] * steps for value in key), strict=True))
    return pd.DataFrame(
        {
            **named,
            time: list_next_times(last, offset, steps).to_numpy(),
            STEP: np.arange(1, steps + 1),
            EXPECTED: expected,
            STEP_DEVIATION: deviations,
            NAIVE: forecast_seasonal_naive(values, season, steps)[0],
            NAIVE_ERROR: measure_naive_error(values, season),
        }
    )


def add_intervals(table: pd.DataFrame, share: float, lowest: float | None) -> pd.DataFrame:
    """The bounds between which this share of the values is expected, by a normal distribution."""
    from scipy.stats import norm

    reach = norm.ppf((1 + share) / 2) * table[STEP_DEVIATION]
    lower, upper = table[EXPECTED] - reach, table[EXPECTED] + reach
    if lowest is not None:
        lower, upper = lower.clip(lower=lowest), upper.clip(lower=lowest)
        table = table.assign(**{EXPECTED: table[EXPECTED].clip(lower=lowest)})
    return table.assign(**{"Lower Bound": lower, "Upper Bound": upper}).drop(columns=STEP_DEVIATION)


def find_forecast_rows(table: pd.DataFrame, wanted: pd.DataFrame, keys: Sequence[str]) -> pd.DataFrame:
    """The rows that were asked for, each with the forecast of its series and time; the others stay without one."""
    names = [name for name in wanted.columns if name in keys or name not in table.columns]
    return wanted[names].merge(table, on=list(keys), how="left", validate="many_to_one")
