"""Train Forecast: what series of values will be, by their own past."""

import logging
from dataclasses import replace
from typing import Annotated, Literal, NamedTuple

from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    TrainedModel,
    Traits,
    UntrainedModel,
    columns_of,
    module,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import ScriptVariable
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.row_roles import list_series
from modules.time_series.forecast_examples import split_visits
from modules.time_series.forecast_training import read_series, require_library, train_series
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
from modules.time_series.series_tables import forecast_table
from modules.time_series.trained_forecasts import TrainedForecast

log = logging.getLogger(__name__)

Method = Literal[
    "Naive", "Seasonal naive", "ETS", "ARIMA", "Theta", "Croston", "Ensemble", "Regression on lags"
]  # fmt: skip
REGRESSION = "Regression on lags"


class TrainForecastOutputs(NamedTuple):
    trained_model: TrainedModel


def predict_forecast_schema(dataset: Schema, label: str, series_by: tuple[str, ...]) -> ModelSchema | None:
    """What goes into a forecast, and what comes out."""
    times, series_by = dataset.names_with_role("time"), list_series(dataset, series_by)
    if label not in dataset or not times or any(name not in dataset for name in series_by):
        return None
    return ModelSchema("forecast", replace(dataset[label], role="label"), dataset.select([*series_by, times[0]]))


def _emit_code(step: StepCode) -> None:
    data = step.get_input("dataset")
    time = find_script_time(step, data)
    if step.method == REGRESSION or time is None:
        raise CannotGenerateCode("A regression on lags has no code. Use Lag and Window Features with Train Model.")
    offset, season = write_time_grid(step, data, time)
    made = step.reserve_name("forecasts")
    table = step.use(forecast_table)
    keys = list_step_series(step, data)
    step.assign(made, table.call(data, keys, time, step.label, step.method, season, offset, step.longest_horizon))
    facts = {"task": "forecast", "label": step.label, "learner": step.method, "keys": [*keys, time]}
    step.outputs["trained_model"] = ScriptVariable(made, facts=facts)


def _list_needed_inputs(method: Method) -> tuple[str, ...]:
    return ("untrained_model",) if method == REGRESSION else ()


@module(
    "Train Forecast",
    category="Time Series",
    icon="chart-line",
    role="trainer",
    task="forecast",
    schema=predict_forecast_schema,
    traits=Traits(needs_inputs=_list_needed_inputs),
    emit_code=_emit_code,
    example=lambda: Call.of(None, split_visits()[0], label="visits", series_by=("museum",), method="Seasonal naive"),
    keywords=("time series", "ARIMA", "exponential smoothing", "Holt-Winters", "Prophet", "demand", "prediction"),
)
def train_forecast(
    untrained_model: UntrainedModel | None,
    dataset: Dataset,
    *,
    label: Annotated[ValueToForecast, Field(description="The column whose later values are forecast.")],
    time_column: TimeColumn = None,
    series_by: SeriesColumns = (),
    method: Annotated[
        Method,
        Field(description="Ensemble is the mean of ETS, ARIMA and Theta. Regression needs a learner at the input."),
    ] = "Theta",
    season: SeasonLength = 0,
    longest_horizon: LongestHorizon = 24,
    known_ahead: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        titled("Columns known ahead"),
        Field(description="Such as prices and holidays: Score Forecast needs their future values."),
        shown_when(method="Regression on lags"),
    ] = (),
) -> TrainForecastOutputs:
    """Learn to forecast one series or many from their earlier values.

    Naive repeats the last value, Seasonal naive the last season. Theta
    smooths the values and adds half of their trend. ETS and ARIMA are the models of statsmodels, of which the form
    with the smallest AICc is taken for each series. Croston is for demand that is often 0. Regression on
    lags trains any learner for numbers on all series at once: on the last three values, those of one season ago, the
    calendar, the columns of the series, and columns whose future is known.

    Each series needs one value at each time: Prepare Time Series brings them into that form. Where a method cannot be
    used for a series, the log says so, and its last value is used. Train on the older rows only (Split Data by time),
    and score the newer ones with Score Forecast to see how good the forecast is.
    """
    require_library(method)
    series_by = list_series(dataset.schema, series_by)
    data = read_series(dataset, label, time_column, series_by, season)
    log.info("The times are %s apart, and a season has %d steps.", data.offset, data.season)
    regression = None
    if method == REGRESSION:
        if untrained_model is None:
            message = "Regression on lags needs a learner. Connect one to 'untrained_model', or use another method."
            raise ModuleError(3, message, port="untrained_model")
        regression = train_lag_regression(untrained_model, data, known_ahead)
    table = None if regression else train_series(data, method, longest_horizon)
    found = TrainedForecast((*series_by, data.time), data.time, longest_horizon, table, regression)
    return TrainForecastOutputs(wrap_forecast(found, dataset, label, method, len(data.list_series()), data.season))


def wrap_forecast(
    found: TrainedForecast, dataset: Dataset, label: str, method: str, series: int, season: int
) -> TrainedModel:
    """The forecast as a model: what goes in is the time and the columns of the series."""
    schema = dataset.schema
    columns = [replace(schema[name], role="feature") for name in found.keys]
    known = found.regression.known if found.regression else ()
    features = Schema((*columns, *(Column(name, schema[name].type) for name in known)))
    said = {"method": method, "series": series, "season": season, "longest_horizon": found.longest}
    return TrainedModel(
        task="forecast",
        learner=method,
        pipeline=found,
        label=replace(schema[label], role="label"),
        features=features,
        feature_names=tuple(features.names),
        parameters=said,
        rows=dataset.rows,
    )
