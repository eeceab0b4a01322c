"""Automated Forecast: for each series the method that was best on its own past."""

import logging
from collections import Counter
from typing import Annotated, Any, Literal, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModelSchema,
    Schema,
    TrainedModel,
    UntrainedModel,
    module,
)
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.fan_out import Failure, fan_out
from modules.learning.row_roles import list_series
from modules.time_series.automatic_forecasts import (
    choose_method,
    forecast_automatically,
    list_errors,
    list_origins,
    measure_methods,
    scale_error,
)
from modules.time_series.forecast_examples import split_visits
from modules.time_series.forecast_training import (
    SeriesData,
    forecast_naively,
    forecast_one_series,
    read_series,
    require_library,
)
from modules.time_series.lag_regression import train_lag_regression
from modules.time_series.series_parameters import (
    LongestHorizon,
    SeasonLength,
    SeriesColumns,
    TimeColumn,
    ValueToForecast,
    find_script_time,
    list_step_series,
    write_time_grid,
)
from modules.time_series.train_forecast import REGRESSION, predict_forecast_schema, wrap_forecast
from modules.time_series.trained_forecasts import TrainedForecast

log = logging.getLogger(__name__)

QUICK = ("Naive", "Seasonal naive", "Theta", "Croston")
THOROUGH = (*QUICK, "ETS", "ARIMA", "Ensemble")
LEARNED_NAME = "Automated forecast"


class AutomatedForecastOutputs(NamedTuple):
    trained_model: TrainedModel
    leaderboard: Dataset


def _predict_schemas(
    dataset: Schema, label: str, series_by: tuple[str, ...]
) -> tuple[ModelSchema | None, Schema | None]:
    series_by = list_series(dataset, series_by)
    model = predict_forecast_schema(dataset, label, series_by)
    if model is None:
        return None, None
    rest = (Column("Method", "text"), Column("MASE", "real"), Column("Chosen", "boolean"))
    return model, Schema((*(Column(name, dataset[name].type, "none") for name in series_by), *rest))


def _emit_code(step: StepCode) -> None:
    data = step.get_input("dataset")
    time = find_script_time(step, data)
    if step.find_input("untrained_model") is not None or time is None:
        raise CannotGenerateCode("A regression on lags has no code. Leave out the learner, and choose the time column.")
    offset, season = write_time_grid(step, data, time)
    keys, methods = list_step_series(step, data), list(QUICK if step.effort == "Quick" else THOROUGH)
    made, out = step.reserve_name("forecasts"), step.add_table("leaderboard", "leaderboard")
    call = step.use(forecast_automatically).call(
        data, keys, time, step.label, methods, season, offset, step.longest_horizon, step.horizon, step.backtests
    )
    step.assign(expr("{made}, {out}", made=made, out=out), call)
    facts = {"task": "forecast", "label": step.label, "learner": LEARNED_NAME, "keys": [*keys, time]}
    step.outputs["trained_model"] = ScriptVariable(made, facts=facts)


@module(
    "Automated Forecast",
    category="Time Series",
    icon="wand",
    role="automated_forecaster",
    schema=_predict_schemas,
    emit_code=_emit_code,
    example=lambda: Call.of(None, split_visits()[0], label="visits", series_by=("museum",), horizon=6, backtests=2),
    keywords=("AutoML", "AutoTS", "find the best method", "backtest", "rolling origin", "forecast", "Prophet"),
)
def automated_forecast(
    untrained_model: UntrainedModel | None,
    dataset: Dataset,
    *,
    label: Annotated[ValueToForecast, Field(description="The column whose later values are forecast.")],
    time_column: TimeColumn = None,
    series_by: SeriesColumns = (),
    effort: Annotated[
        Literal["Quick", "Thorough"],
        Field(description="Quick: naive, Theta and Croston. Thorough: also ETS, ARIMA and their ensemble."),
    ] = "Quick",
    horizon: Annotated[
        int, Field(ge=1, le=10_000, description="So many steps ahead the methods are compared by.")
    ] = 12,
    backtests: Annotated[
        int, Field(ge=1, le=50, description="From so many moments in the past each method forecasts.")
    ] = 3,
    season: SeasonLength = 0,
    longest_horizon: LongestHorizon = 24,
) -> AutomatedForecastOutputs:
    """Find the best method for each series by forecasting its past, and forecast with it.

    Each method forecasts from several moments in the past, always from earlier values alone, and is measured by its
    mean absolute scaled error (MASE): below 1 it is closer than repeating the last season was. The best one of each
    series forecasts it. Connect a learner for numbers to have a regression on lags, which all series train together,
    compete as well.

    The leaderboard lists the errors of all methods. They were used to choose, so they are slightly optimistic: hold out
    the newest rows with Split Data, and measure the forecast on them with Score Forecast and Evaluate Forecast.
    """
    methods = QUICK if effort == "Quick" else THOROUGH
    if effort == "Thorough":
        require_library("ETS", parameter="effort")
    series_by = list_series(dataset.schema, series_by)
    data = read_series(dataset, label, time_column, series_by, season)
    learned = _LearnedForecasts(untrained_model, data, horizon, backtests, longest_horizon)
    found = _compete(data, methods, learned, longest_horizon)
    _log_choices([chosen for chosen, _, _ in found])
    errors: list[dict[str, object]] = []
    for (key, _), (chosen, _, measured) in zip(data.list_series(), found, strict=True):
        errors += list_errors(key, series_by, measured, chosen)
    table = pd.concat([table for _, table, _ in found], ignore_index=True)
    forecast = TrainedForecast((*series_by, data.time), data.time, longest_horizon, table)
    model = wrap_forecast(forecast, dataset, label, LEARNED_NAME, len(found), data.season)
    return AutomatedForecastOutputs(model, Dataset(pd.DataFrame(errors), dict.fromkeys(series_by, "none")))


def _log_choices(chosen: list[str]) -> None:
    counts = Counter(chosen).items()
    log.info("Chosen: %s.", ", ".join(f"{method} for {count:,} series" for method, count in counts))


class _LearnedForecasts:
    """What a regression on lags forecasts for all series, of the past and of the future; nothing without a learner."""

    def __init__(
        self, untrained: UntrainedModel | None, data: SeriesData, horizon: int, backtests: int, longest: int
    ) -> None:
        self.data = data
        self.horizon = horizon
        self.backtests = backtests
        self.table: pd.DataFrame | None = None
        self.errors: dict[tuple[object, ...], float] = {}
        if untrained is None:
            return
        self.table = train_lag_regression(untrained, data, ()).forecast(longest, None)
        self._measure(untrained)

    def _measure(self, untrained: UntrainedModel) -> None:
        """The errors of each series over the moments in the past that all series reach."""
        series = self.data.list_series()
        shortest = min(len(rows) for _, rows in series)
        found: dict[tuple[object, ...], list[float]] = {key: [] for key, _ in series}
        for known in list_origins(shortest, self.data.season, self.horizon, self.backtests):
            hidden = shortest - known
            past = pd.concat([rows.iloc[: len(rows) - hidden] for _, rows in series], ignore_index=True)
            model = train_lag_regression(untrained, SeriesData(past, *self._list_names()), ())
            table = model.forecast(min(self.horizon, hidden), None)
            for key, rows in series:
                values = rows[self.data.label].to_numpy(dtype="float64")
                cut = len(values) - hidden
                expected = self._select(table, key)["Scored Labels"].to_numpy(dtype="float64")
                truth = values[cut : cut + len(expected)]
                found[key].append(scale_error(expected, truth, values[:cut], self.data.season))
        self.errors = {key: float(np.mean(errors)) for key, errors in found.items()}

    def _list_names(self) -> tuple[Any, ...]:
        data = self.data
        return data.series_by, data.time, data.label, data.offset, data.season

    def _select(self, table: pd.DataFrame, key: tuple[object, ...]) -> pd.DataFrame:
        """The rows of a series."""
        chosen = np.ones(len(table), dtype=bool)
        for name, value in zip(self.data.series_by, key, strict=True):
            column = table[name]
            chosen &= (column.isna() if pd.isna(value) else column == value).to_numpy(dtype=bool)
        return table[chosen]

    def find_table(self, key: tuple[object, ...]) -> pd.DataFrame:
        """The forecast of a series."""
        assert self.table is not None
        return self._select(self.table, key)


def _compete(
    data: SeriesData, methods: tuple[str, ...], learned: _LearnedForecasts, longest: int
) -> list[tuple[str, pd.DataFrame, dict[str, float]]]:
    """Of each series the best method, its forecast and the errors of all methods; the naive one where all fail."""
    series = data.list_series()
    found: dict[int, Any] = {}

    def forecast(number: int) -> tuple[str, pd.DataFrame | None, dict[str, float]]:
        return _forecast_one(data, *series[number], methods, learned, longest)

    for number, result in fan_out(forecast, range(len(series)), unit="series"):
        if isinstance(result, Failure):
            found[number] = "Naive", forecast_naively(data, *series[number], longest, result.message), {}
            continue
        chosen, table, measured = result
        found[number] = chosen, learned.find_table(series[number][0]) if table is None else table, measured
    return [found[number] for number in range(len(series))]


def _forecast_one(
    data: SeriesData,
    key: tuple[object, ...],
    rows: pd.DataFrame,
    methods: tuple[str, ...],
    learned: _LearnedForecasts,
    longest: int,
) -> tuple[str, pd.DataFrame | None, dict[str, float]]:
    """The best method of a series, its forecast (None: that of the regression), and the errors of all methods."""
    values = rows[data.label].to_numpy(dtype="float64")
    measured = measure_methods(values, methods, data.season, learned.horizon, learned.backtests)
    if key in learned.errors:
        measured[REGRESSION] = learned.errors[key]
    chosen = choose_method(measured)
    if chosen == REGRESSION:
        return chosen, None, measured
    return chosen, forecast_one_series(data, key, rows, chosen, longest), measured
