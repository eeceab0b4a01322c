"""Forecasts of one series by its own past: what scripts and the designer compute with alike.

Each function takes the values in the order of time and gives the expected values and their standard deviations. ETS
and ARIMA are those of statsmodels. Sources: Hyndman and Athanasopoulos, Forecasting: Principles and Practice,
3rd edition, section 5.5 for the deviations of the naive methods; Croston 1972, Operational Research Quarterly 23.
"""

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

Values = npt.NDArray[np.float64]

#: Seasons longer than this make ARIMA take minutes; it is fitted without a season then, and ETS too.
LONGEST_SEASON = 24
CROSTON_SMOOTHING = 0.1


def forecast_naive(values: Values, _season: int, steps: int) -> tuple[Values, Values]:
    """The last value."""
    return np.full(steps, values[-1]), _deviate(np.diff(values)) * np.sqrt(np.arange(1, steps + 1))


def forecast_seasonal_naive(values: Values, season: int, steps: int) -> tuple[Values, Values]:
    """The value of one season ago."""
    if len(values) <= season:
        return forecast_naive(values, 1, steps)
    ahead = np.arange(steps)
    cycles = ahead // season + 1
    return values[len(values) - season + ahead % season], _deviate(values[season:] - values[:-season]) * np.sqrt(cycles)


def forecast_croston(values: Values, _season: int, steps: int) -> tuple[Values, Values]:
    """For demand with many zeros: the smoothed size of a demand by the smoothed time between two."""
    places = np.flatnonzero(values)
    if not len(places):
        return np.zeros(steps), np.zeros(steps)
    size, gap, fitted, since = values[places[0]], float(places[0] + 1), [], 1
    for value in values[places[0] + 1 :]:
        fitted.append(size / gap)
        if value:
            size += CROSTON_SMOOTHING * (value - size)
            gap += CROSTON_SMOOTHING * (since - gap)
            since = 0
        since += 1
    errors = values[places[0] + 1 :] - np.array(fitted)
    return np.full(steps, size / gap), np.full(steps, _deviate(errors))


def forecast_theta(values: Values, season: int, steps: int) -> tuple[Values, Values]:
    """The Theta method as simple exponential smoothing with half of the trend, on values without their season.

    Source: Hyndman and Billah 2003, International Journal of Forecasting 19, page 287. With a season, it is taken out
    first by its mean place around a moving average, as a factor where all values are positive.
    """
    from scipy.optimize import minimize_scalar

    factors = find_seasonal_factors(values, season)
    multiplied = bool(values.min() > 0)
    places = np.arange(len(values) + steps) % len(factors)
    plain = values / factors[places[: len(values)]] if multiplied else values - factors[places[: len(values)]]
    slope = np.polyfit(np.arange(len(plain)), plain, 1)[0]
    alpha = float(minimize_scalar(lambda one: (smooth(plain, one)[1] ** 2).sum(), bounds=(0.0001, 0.9999)).x)
    level, errors = smooth(plain, alpha)
    ahead = np.arange(steps)
    expected = level + slope / 2 * (ahead + 1 / alpha - (1 - alpha) ** len(plain) / alpha)
    deviations = _deviate(errors) * np.sqrt(1 + ahead * alpha**2)
    ends = factors[places[len(values) :]]
    return (expected * ends, deviations * ends) if multiplied else (expected + ends, deviations)


def find_seasonal_factors(values: Values, season: int) -> Values:
    """What each place of a season is beside the moving average, as a factor of positive values; one that does nothing
    without a season.
    """
    multiplied = bool(values.min() > 0)
    if not 1 < season <= len(values) // 2:
        return np.ones(1) if multiplied else np.zeros(1)
    weights = np.full(season, 1 / season) if season % 2 else np.r_[0.5, np.ones(season - 1), 0.5] / season
    trend = np.convolve(values, weights, "valid")
    first = (len(weights) - 1) // 2
    around = values[first : first + len(trend)]
    shares = around / trend if multiplied else around - trend
    means = np.array([shares[(place - first) % season :: season].mean() for place in range(season)])
    return np.asarray(means / means.mean() if multiplied else means - means.mean())


def smooth(values: Values, alpha: float) -> tuple[float, Values]:
    """The last level of simple exponential smoothing from the first value, and the errors of one step."""
    level, errors = float(values[0]), []
    for value in values[1:]:
        errors.append(value - level)
        level += alpha * (value - level)
    return level, np.array(errors)


def forecast_ets(values: Values, season: int, steps: int) -> tuple[Values, Values]:
    """The exponential smoothing model of statsmodels with the smallest AICc."""
    seasonal: list[Any] = [None]
    if 1 < season <= LONGEST_SEASON and len(values) >= 2 * season + 2:
        seasonal += ["add", "mul"] if values.min() > 0 else ["add"]
    best = _fit_smoothing(values, season, [("add", False, kind) for kind in seasonal], None)
    kind = best.model.seasonal if best is not None else None
    best = _fit_smoothing(values, season, [(None, False, kind), ("add", True, kind)], best)
    if best is None:
        raise ValueError("no form of exponential smoothing can be fitted to it.")
    start = len(values)
    options = {"simulate_repetitions": 300, "rng": 0} if best.model.seasonal == "mul" else {}
    found = best.get_prediction(start=start, end=start + steps - 1, **options).summary_frame(alpha=0.3173)
    return np.asarray(best.forecast(steps)), np.asarray((found["pi_upper"] - found["pi_lower"]) / 2)


def _fit_smoothing(values: Values, season: int, forms: list[tuple[Any, bool, Any]], best: Any) -> Any:
    """The best model of these forms, of trend, damping and season, and the one so far, by AICc."""
    from statsmodels.tsa.exponential_smoothing.ets import ETSModel

    for trend, damped, kind in forms:
        options = {"seasonal": kind, "seasonal_periods": season} if kind else {}
        model = ETSModel(pd.Series(values), error="add", trend=trend, damped_trend=damped, **options)
        try:
            fitted = model.fit(disp=False)
        except (ValueError, np.linalg.LinAlgError):
            continue
        if np.isfinite(fitted.aicc) and (best is None or fitted.aicc < best.aicc):
            best = fitted
    return best


def forecast_arima(values: Values, season: int, steps: int) -> tuple[Values, Values]:
    """The ARIMA model of statsmodels with the smallest AICc among the usual orders."""
    from statsmodels.tsa.statespace.sarimax import SARIMAX

    seasonal = 1 < season <= LONGEST_SEASON and len(values) >= 3 * season
    differences = count_differences(values, season if seasonal else 1)
    best: Any = None
    part = (0, differences[1], 1, season) if seasonal else (0, 0, 0, 0)
    for order in ((0, 1), (1, 0), (1, 1), (2, 1)):
        orders = (order[0], differences[0], order[1]), part
        trend = "c" if sum(differences) == 0 else "n"
        try:
            fitted = SARIMAX(values, order=orders[0], seasonal_order=orders[1], trend=trend).fit(disp=False, maxiter=60)
        except (ValueError, np.linalg.LinAlgError, IndexError):
            continue
        if np.isfinite(fitted.aicc) and (best is None or fitted.aicc < best.aicc):
            best = fitted
    if best is None:
        raise ValueError("no ARIMA model can be fitted to it.")
    found = best.get_forecast(steps)
    return np.asarray(found.predicted_mean), np.asarray(found.se_mean)


def count_differences(values: Values, season: int) -> tuple[int, int]:
    """How often to take differences: of a season where it explains much, and of neighbors until KPSS finds no trend."""
    from statsmodels.tsa.stattools import kpss

    seasonal = 0
    if season > 1:
        means = np.array([values[place::season].mean() for place in range(season)])
        ahead = np.diff(values)
        rest = ahead - np.diff(means[np.arange(len(values)) % season])
        seasonal = int(ahead.var() > 0 and 1 - rest.var() / ahead.var() > 0.5)
        values = values[season:] - values[:-season] if seasonal else values
    for count in range(2):
        if len(values) < 8 or np.ptp(values) == 0 or kpss(values, nlags="auto")[1] > 0.05:
            return count, seasonal
        values = np.diff(values)
    return 2 - seasonal, seasonal


def forecast_ensemble(values: Values, season: int, steps: int) -> tuple[Values, Values]:
    """The mean of ETS, ARIMA and Theta."""
    found = [forecast(values, season, steps) for forecast in (forecast_ets, forecast_arima, forecast_theta)]
    deviations = np.array([deviation for _, deviation in found])
    return np.mean([expected for expected, _ in found], axis=0), np.sqrt((deviations**2).mean(axis=0))


def forecast_series(method: str, values: Values, season: int, steps: int) -> tuple[Values, Values]:
    """The expected values and their deviations by a method; ValueError where the series does not allow it."""
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        expected, deviations = METHODS[method](np.asarray(values, dtype="float64"), season, steps)
    if not np.isfinite(expected).all():
        raise ValueError("its forecast is not finite.")
    return expected, np.nan_to_num(deviations, nan=0.0, posinf=0.0)


def measure_naive_error(values: Values, season: int) -> float:
    """The mean absolute error of the seasonal naive forecast within the series: what MASE is measured by."""
    lag = season if len(values) > season else 1
    return float(np.abs(values[lag:] - values[:-lag]).mean()) if len(values) > lag else float("nan")


def _deviate(errors: Values) -> float:
    return float(np.sqrt(np.mean(errors**2))) if len(errors) else 0.0


METHODS: dict[str, Callable[[Values, int, int], tuple[Values, Values]]] = {
    "Naive": forecast_naive,
    "Seasonal naive": forecast_seasonal_naive,
    "ETS": forecast_ets,
    "ARIMA": forecast_arima,
    "Theta": forecast_theta,
    "Croston": forecast_croston,
    "Ensemble": forecast_ensemble,
}
