"""The method of each series that was best on its own past: what scripts and the designer compute alike.

Each method forecasts from several moments in the past, as it will be used (rolling origin; Tashman 2000, International
Journal of Forecasting 16, page 437), and the errors are measured by those of repeating the last season.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from modules.time_series.forecast_methods import Values, forecast_series, measure_naive_error
from modules.time_series.series_tables import build_forecast_rows, iterate_series

#: A series needs so many values before a forecast is made from it.
FEWEST_PAST_VALUES = 4


def list_origins(count: int, season: int, horizon: int, backtests: int) -> list[int]:
    """How many values are known at each origin, the latest first; fewer where the series is short."""
    if count < 2:
        return []
    fewest = max(FEWEST_PAST_VALUES, min(2 * season, count // 2))
    origins = [count - horizon * place for place in range(1, backtests + 1)]
    return [origin for origin in origins if origin >= fewest] or [max(1, count - max(1, count // 4))]


def measure_methods(
    values: Values, methods: Sequence[str], season: int, horizon: int, backtests: int
) -> dict[str, float]:
    """{method: its mean absolute scaled error over the origins}, without those that the series does not allow."""
    found: dict[str, float] = {}
    origins = list_origins(len(values), season, horizon, backtests)
    for method in methods if origins else ():
        errors = []
        for origin in origins:
            past, truth = values[:origin], values[origin : origin + horizon]
            try:
                expected, _ = forecast_series(method, past, season, len(truth))
            except (ValueError, np.linalg.LinAlgError):
                break
            errors.append(scale_error(expected, truth, past, season))
        else:
            found[method] = float(np.mean(errors))
    return found


def scale_error(expected: Values, truth: Values, past: Values, season: int) -> float:
    """The mean absolute error by that of repeating the last season in the past; plain where that is 0."""
    error, naive = float(np.abs(expected - truth).mean()), measure_naive_error(past, season)
    return error / naive if np.isfinite(naive) and naive > 0 else error


def choose_method(errors: dict[str, float]) -> str:
    """The method with the smallest error, the first of equal ones; the naive one where none was measured."""
    known = {method: error for method, error in errors.items() if np.isfinite(error)}
    return min(known, key=lambda method: known[method]) if known else "Naive"


def forecast_automatically(
    frame: pd.DataFrame,
    series_by: list[str],
    time: str,
    label: str,
    methods: list[str],
    season: int,
    offset: str | int,
    longest: int,
    horizon: int,
    backtests: int,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The forecasts of all series by the best method of each, and a row of errors for each series and method."""
    forecasts, errors = [], []
    for key, rows in iterate_series(frame, series_by, time):
        values = rows[label].to_numpy(dtype="float64")
        measured = measure_methods(values, methods, season, horizon, backtests)
        chosen = choose_method(measured)
        expected, deviations = forecast_series(chosen, values, season, longest)
        last = rows[time].iloc[-1]
        forecasts.append(build_forecast_rows(key, series_by, time, last, offset, expected, deviations, values, season))
        errors += list_errors(key, series_by, measured, chosen)
    return pd.concat(forecasts, ignore_index=True), pd.DataFrame(errors)


def list_errors(
    key: tuple[object, ...], series_by: Sequence[str], measured: dict[str, float], chosen: str
) -> list[dict[str, object]]:
    """A row for each method that was measured on a series, the best first."""
    named = dict(zip(series_by, key, strict=True))
    ordered = sorted(measured, key=lambda method: (method != chosen, measured[method]))
    return [
        {**named, "Method": method, "MASE": measured[method], "Chosen": method == chosen} for method in ordered
    ] or [{**named, "Method": chosen, "MASE": float("nan"), "Chosen": True}]
