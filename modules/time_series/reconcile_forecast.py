"""Reconcile Forecast: forecasts of stores, regions and the total that add up."""

import logging
from typing import Annotated, Literal

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Dataset, ModuleError, Schema, Traits, columns_of, module
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.features import format_row_count
from modules.learning.row_roles import find_listed_role, read_times
from modules.time_series.forecast_examples import make_hierarchy_forecast
from modules.time_series.reconciliation import (
    ALL,
    BY_BOUNDS,
    BY_ERRORS,
    EXPECTED,
    find_whole_times,
    reconcile_rows,
)
from modules.time_series.series_checks import require_series

log = logging.getLogger(__name__)

#: The covariance of fewer errors is not worth much.
FEWEST_ERRORS = 5


def _predict_schema(forecast: Schema) -> Schema:
    return forecast


def _emit_code(step: StepCode) -> None:
    data, errors = step.get_input("forecast"), step.find_input("earlier_forecasts")
    time = find_listed_role(data.roles.items(), "time") or next(reversed(data.facts.get("keys", [])), None)
    label = data.facts.get("label") or ""
    if time is None:
        raise CannotGenerateCode("Which column holds the time is known only during a run.")
    out = step.add_table("results_dataset", "reconciled", like=data, **data.facts)
    used = errors if step.method == BY_ERRORS else None
    step.assign(out, step.use(reconcile_rows).call(data, list(step.levels), time, step.method, used, label))


@module(
    "Reconcile Forecast",
    category="Time Series",
    icon="arrows-join",
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=True, preserves="rows"),
    emit_code=_emit_code,
    example=lambda: Call.of(make_hierarchy_forecast(), None, levels=("museum",)),
    keywords=("hierarchical forecast", "MinT", "bottom-up", "coherent", "add up", "hierarchicalforecast"),
)
def reconcile_forecast(
    forecast: Dataset,
    earlier_forecasts: Dataset | None = None,
    *,
    levels: Annotated[
        tuple[str, ...],
        columns_of("forecast"),
        Field(min_length=1, max_length=12, description="The columns of Build Hierarchy."),
    ],
    method: Annotated[
        Literal["Bottom-up", "MinT by bounds", "MinT by errors", "OLS"],
        Field(description="MinT by errors needs earlier forecasts with actual values at the second input."),
    ] = "MinT by bounds",
) -> Dataset:
    """Change the forecasts of a hierarchy as little as they allow, so that they add up at each time.

    Bottom-up adds up the forecasts of the lowest level, and uses no other. MinT (minimum trace) uses all of them, each
    by how sure it is: by the width of its bounds, or by the errors of earlier forecasts, with what they have in common.
    OLS takes all for equally sure.

    The data come from Score Forecast, of all series that Build Hierarchy made. Bounds become those of the new
    forecasts, where errors of different series are independent. The seasonal naive forecast adds up already.
    """
    require_series(forecast, [EXPECTED], levels, port="forecast", parameter="levels")
    time = str(read_times(forecast, None, port="forecast", parameter="levels").name)
    _refuse_incomplete(forecast.frame, list(levels), time)
    label = next((name for name, role in forecast.roles.items() if role == "label"), "")
    errors = None
    if method == BY_ERRORS:
        errors, label = _read_errors(earlier_forecasts, levels, time)
    elif method == BY_BOUNDS and "Upper Bound" not in forecast.frame:
        raise ModuleError(1, "The data at 'forecast' has no bounds. Use OLS or MinT by errors.", port="forecast")
    rows = forecast.frame.reset_index(drop=True)
    whole = find_whole_times(rows, time)
    if not whole.any():
        message = "At no time do all series have a forecast. Score rows that the forecast reaches, of all series."
        raise ModuleError(18, message, port="forecast", column=EXPECTED)
    if not whole.all():
        log.warning("%s stay as they are: not all series have a forecast then.", format_row_count(int((~whole).sum())))
    with np.errstate(all="ignore"):
        found = reconcile_rows(rows, list(levels), time, method, errors, label)
    return forecast.with_frame(found)


def _refuse_incomplete(frame: pd.DataFrame, levels: list[str], time: str) -> None:
    """Refuse forecasts that occur twice, and times that not all series have (13)."""
    if frame.empty:
        raise ModuleError(21, "The data at 'forecast' has no rows.", port="forecast")
    texts = frame[levels].astype("str")
    if texts.assign(_time=frame[time]).duplicated().any():
        message = "A series has two forecasts of one time. Choose all columns that tell the series apart."
        raise ModuleError(13, message, port="forecast", parameter="levels")
    keys = texts.drop_duplicates()
    if not (keys != ALL).all(axis=1).any() or not (keys == ALL).any(axis=None):
        message = f"The data at 'forecast' has no sums, or nothing else: {ALL} stands in sums. Use Build Hierarchy."
        raise ModuleError(13, message, port="forecast", parameter="levels")
    if len(frame) != len(keys) * frame[time].nunique():
        message = "Not all series have a forecast of each time. Score all of them with the same horizon."
        raise ModuleError(13, message, port="forecast", column=time)


def _read_errors(dataset: Dataset | None, levels: tuple[str, ...], time: str) -> tuple[pd.DataFrame, str]:
    """Earlier forecasts with their actual values, and the column of these."""
    if dataset is None:
        message = "MinT by errors needs earlier forecasts. Connect what Score Forecast made of rows with actual values."
        raise ModuleError(3, message, port="earlier_forecasts")
    label = next((name for name, role in dataset.roles.items() if role == "label"), None)
    if label is None:
        message = "No column at 'earlier_forecasts' has the role label: the actual values are not known."
        raise ModuleError(11, message, port="earlier_forecasts")
    require_series(dataset, [EXPECTED, label], levels, port="earlier_forecasts", parameter="levels")
    if time not in dataset.frame:
        raise ModuleError(1, f"'{time}' is not in the data at 'earlier_forecasts'.", port="earlier_forecasts")
    known = dataset.frame.dropna(subset=[label, EXPECTED])
    if known[time].nunique() < FEWEST_ERRORS:
        message = f"Earlier forecasts of {known[time].nunique()} times are too few: it takes {FEWEST_ERRORS}."
        raise ModuleError(21, message, port="earlier_forecasts")
    return known, label
