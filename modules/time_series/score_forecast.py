"""Score Forecast: the values of the next steps, with the bounds between which they are expected."""

import logging
from typing import Annotated, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModelSchema, ModuleError, Schema, TrainedModel, module
from modules.kit.codegen.script_builder import StepCode
from modules.learning.features import format_row_count
from modules.time_series.forecast_examples import make_visit_forecast, split_visits
from modules.time_series.series_tables import add_intervals, find_forecast_rows
from modules.time_series.trained_forecasts import get_forecast

log = logging.getLogger(__name__)

SCORES = ("Scored Labels", "Seasonal Naive", "Naive Error", "Lower Bound", "Upper Bound")


class ScoreForecastOutputs(NamedTuple):
    forecast: Dataset


def _predict_schema(trained_model: ModelSchema, dataset: Schema) -> Schema | None:
    if trained_model.features is None or any(name not in dataset for name in trained_model.features.names):
        return None
    scores = [Column(name, "real", "score") for name in SCORES]
    kept = dataset.drop(["Step", *SCORES])
    if trained_model.label is not None and trained_model.label.name in kept:
        kept = kept.with_column(trained_model.label.name, role="label")
    return kept.add_columns(Column("Step", "integer", "none"), *scores)


def _emit_code(step: StepCode) -> None:
    model, data = step.get_input("trained_model"), step.find_input("dataset")
    lowest = 0.0 if step.never_negative else None
    table = step.use(add_intervals).call(model, step.share_within_bounds, lowest)
    out = step.add_table("forecast", f"{model.name}_scored", like=data or model, **model.facts)
    if data is not None:
        table = step.use(find_forecast_rows).call(table, data, model.facts["keys"])
    else:
        step.assign(out, table)
        table = out.code.item(out.code.item("Step").compare("<=", step.horizon)).method("reset_index", drop=True)
    step.assign(out, table)


@module(
    "Score Forecast",
    category="Time Series",
    icon="trending-up",
    role="scorer",
    task="forecast",
    schema=_predict_schema,
    emit_code=_emit_code,
    example=lambda: Call.of(make_visit_forecast(), split_visits()[1]),
    keywords=("predict future", "prediction interval", "horizon", "next values"),
)
def score_forecast(
    trained_model: TrainedModel,
    dataset: Dataset | None = None,
    *,
    horizon: Annotated[
        int, Field(ge=1, le=10_000, description="So many steps after the training data, where no data is connected.")
    ] = 12,
    share_within_bounds: Annotated[
        float, Field(gt=0, lt=1, description="The share of the values that is expected between the bounds.")
    ] = 0.9,
    never_negative: Annotated[bool, Field(description="For amounts: what would be below 0 is 0.")] = False,
) -> ScoreForecastOutputs:
    """Forecast the steps after the training data.

    Without data at the second input, the result has the next steps of each series. With data, its rows are forecast by
    their series and time: connect the newer part of Split Data to measure the forecast with Evaluate Forecast, or
    future rows with the columns that are known ahead. Besides "Scored Labels" there are the bounds, and for comparison
    the seasonal naive forecast and its mean error in training. The bounds take errors for normally distributed.
    """
    model = get_forecast(trained_model)
    frame = None if dataset is None else dataset.frame
    steps = min(horizon, model.longest) if frame is None else model.longest
    if frame is None and horizon > model.longest:
        message = (
            f"The forecast reaches {model.longest} steps ahead. Got {horizon}. Raise 'Longest horizon' of the training."
        )
        raise ModuleError(7, message, parameter="horizon")
    if frame is not None and model.regression is not None:
        steps = _count_steps(model.time, frame, model.longest)
    table = add_intervals(model.forecast(frame, steps), share_within_bounds, 0.0 if never_negative else None)
    label = trained_model.label.name if trained_model.label else ""
    if dataset is None or frame is None:
        found = Dataset(table, {model.time: "time"})
    else:
        found = dataset.with_frame(_match_rows(table, frame, model.keys))
    roles = dict.fromkeys(SCORES, "score") | {"Step": "none"} | ({label: "label"} if label in found.frame else {})
    return ScoreForecastOutputs(Dataset(found.frame, {**found.roles, **roles}))  # type: ignore[dict-item]


def _count_steps(time: str, frame: pd.DataFrame, most: int) -> int:
    """Steps up to the newest time that is asked for."""
    return min(most, max(1, int(frame[time].nunique()))) if time in frame else most


def _match_rows(table: pd.DataFrame, frame: pd.DataFrame, keys: tuple[str, ...]) -> pd.DataFrame:
    missing = [name for name in keys if name not in frame]
    if missing:
        message = f"The data at 'dataset' has no column '{missing[0]}', by which the forecast knows its rows."
        raise ModuleError(1, message, port="dataset", column=missing[0])
    for name in keys:
        if _describe_kind(table[name]) != _describe_kind(frame[name]):
            message = f"'{name}' is {frame[name].dtype} at 'dataset' and was {table[name].dtype} in training."
            raise ModuleError(16, message, port="dataset", column=name)
    found = find_forecast_rows(table, frame, keys)
    unknown = int(found["Scored Labels"].isna().sum())
    if unknown == len(found):
        message = "No row at 'dataset' is of a series and time that the forecast reaches."
        raise ModuleError(13, f"{message} Its times must follow the training data.", port="dataset")
    if unknown:
        log.warning("%s without a forecast: another series, or beyond its reach.", format_row_count(unknown))
    return found


def _describe_kind(values: pd.Series) -> tuple[bool, bool, str]:
    """What two columns must have in common, for rows to be found by them: times, numbers, and the time zone."""
    kind = pd.api.types
    zone = str(getattr(values.dtype, "tz", None))
    return kind.is_datetime64_any_dtype(values.dtype), kind.is_numeric_dtype(values.dtype), zone
