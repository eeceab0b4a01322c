"""Lag and Window Features: the past of a series as columns, without what is not known yet when a forecast is made."""

from typing import Annotated

import pandas as pd
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from modules.kit import Call, Column, Dataset, Schema, Traits, columns_of, module, titled
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.row_roles import list_series, read_times
from modules.time_series.forecast_examples import make_visits
from modules.time_series.series_checks import require_series
from modules.time_series.series_features import add_series_features, name_series_features
from modules.time_series.series_parameters import TimeColumn, find_script_time, list_step_series


def parse_steps(text: str) -> list[int]:
    """The whole numbers of `1, 7, 28`; raises ValueError where they are none or below 1."""
    found = [int(part) for part in text.split(",")] if text.strip() else []
    if any(not 1 <= step <= 100_000 for step in found):
        raise ValueError(text)
    return list(dict.fromkeys(found))


def _validate_steps(text: str) -> str:
    try:
        parse_steps(text)
    except ValueError:
        wanted = "must be whole numbers from 1 on with commas between them, such as 1, 7, 28"
        raise PydanticCustomError("steps", "{wanted}", {"wanted": wanted}) from None
    return text


Steps = Annotated[str, AfterValidator(_validate_steps), Field(max_length=500)]


def _predict_schema(dataset: Schema, columns_to_lag: tuple[str, ...], lags: str, windows: str, horizon: int) -> Schema:
    names = name_series_features(list(columns_to_lag), parse_steps(lags), parse_steps(windows), horizon)
    return dataset.drop(names).add_columns(*(Column(name, "real") for name in names))


def _find_derived_columns(
    columns_to_lag: tuple[str, ...], lags: str, windows: str, horizon: int
) -> dict[str, tuple[str, ...]]:
    return {
        name: (column,)
        for column in columns_to_lag
        for name in name_series_features([column], parse_steps(lags), parse_steps(windows), horizon)
    }


def _find_earlier_columns(columns_to_lag: tuple[str, ...], lags: str, windows: str, horizon: int) -> dict[str, int]:
    return dict.fromkeys(_find_derived_columns(columns_to_lag, lags, windows, horizon), horizon)


def _emit_code(step: StepCode) -> None:
    data = step.get_input("dataset")
    time = find_script_time(step, data)
    if time is None:
        raise CannotGenerateCode("No column has the role time. Choose the time column.")
    out = step.add_table("results_dataset", "with_lags", like=data)
    lags, windows = parse_steps(step.lags), parse_steps(step.windows)
    call = step.use(add_series_features).call(
        data, list_step_series(step, data), time, list(step.columns_to_lag), lags, windows, step.horizon
    )
    step.assign(out, call)


@module(
    "Lag and Window Features",
    category="Time Series",
    icon="timeline",
    schema=_predict_schema,
    traits=Traits(
        depends_on_other_rows=True, preserves="rows", derives=_find_derived_columns, looks_back=_find_earlier_columns
    ),
    emit_code=_emit_code,
    example=lambda: Call.of(
        make_visits(14), columns_to_lag=("visits",), series_by=("museum",), lags="1, 12", windows="3", horizon=2
    ),
    keywords=("autoregressive", "lag", "shift", "rolling mean", "moving average", "window", "history"),
)
def lag_and_window_features(
    dataset: Dataset,
    *,
    columns_to_lag: Annotated[
        tuple[str, ...],
        columns_of("dataset", types=("integer", "real")),
        Field(min_length=1, max_length=1_000, description="Columns of numbers whose earlier values become features."),
    ],
    time_column: TimeColumn = None,
    series_by: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        titled("Series"),
        Field(description="No lag reaches into another series. Empty: those with the role series, if any."),
    ] = (),
    horizon: Annotated[
        int,
        Field(
            ge=1,
            le=100_000,
            description="So many steps ahead is predicted: no newer value is used. A lag below it becomes it.",
        ),
    ] = 1,
    lags: Annotated[Steps, Field(description="Steps back, with commas between them.")] = "1, 2, 3",
    windows: Annotated[
        Steps, Field(description="Mean and standard deviation of so many values, up to the horizon. Empty: none.")
    ] = "",
) -> Dataset:
    """Add earlier values of a series, and the mean and deviation of windows of them, as columns to learn from.

    Nothing newer than the horizon is used, so that the columns can be filled when the forecast is made: with a horizon
    of 7, the smallest lag is 7 rows back, and a window ends there. Rows before the first value have missing ones. Rows
    stay where they are. Split the rows by time afterwards.
    """
    series_by = list_series(dataset.schema, series_by)
    require_series(dataset, columns_to_lag, series_by, port="dataset", parameter="columns_to_lag")
    time = str(read_times(dataset, time_column, port="dataset", parameter="time_column").name)
    found: pd.DataFrame = add_series_features(
        dataset.frame, list(series_by), time, list(columns_to_lag), parse_steps(lags), parse_steps(windows), horizon
    )
    return dataset.with_frame(found)
