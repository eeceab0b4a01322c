"""Evaluate Forecast: how far forecasts are from what came, by series and by step ahead."""

from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, Evaluation, ModuleError, Schema, columns_of, module, titled
from modules.kit.codegen.expressions import ScriptVariable, expr
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.kit.small_multiples import build_scale, count_points, encode_points
from modules.kit.views.evaluation_view import RegressionDetails
from modules.kit.views.many_models_view import GroupResult, ManyModelsView, MeasuredGroup
from modules.learning.evaluation_details import build_regression_details
from modules.learning.metric_formulas import compute_regression_metrics
from modules.learning.row_roles import find_listed_role, find_role_column, list_series
from modules.time_series.forecast_errors import FIGURES, measure_forecast, measure_series, measure_steps
from modules.time_series.forecast_examples import make_forecast_visits
from modules.time_series.series_checks import refuse_infinite_values, require_series
from modules.time_series.series_parameters import list_step_series
from modules.time_series.series_tables import iterate_series

MAX_SHOWN = 10_000
FORECAST, NAIVE = "Scored Labels", "Seasonal Naive"


class EvaluateForecastOutputs(NamedTuple):
    series: Dataset
    steps: Dataset
    evaluation_results: Evaluation


def _predict_schemas(scored_dataset: Schema, series_by: tuple[str, ...]) -> tuple[Schema | None, Schema, None]:
    series_by = list_series(scored_dataset, series_by)
    figures = (Column("Rows", "integer"), *(Column(name, "real") for name in FIGURES))
    known = all(name in scored_dataset for name in series_by)
    keys = tuple(Column(name, scored_dataset[name].type, "none") for name in series_by) if known else ()
    return (Schema((*keys, *figures)) if known else None), Schema((Column("Step", "integer"), *figures)), None


def _emit_code(step: StepCode) -> None:
    scored = step.get_input("scored_dataset")
    label = scored.facts.get("label") or find_listed_role(scored.roles.items(), "label")
    if label is None:
        raise CannotGenerateCode("Which column holds the actual values is known only during a run.")
    rows = step.reserve_name("measured")
    step.assign(rows, expr("{scored}.dropna(subset={names})", scored=scored, names=[label, FORECAST]))
    series, steps = step.add_table("series", "series_errors"), step.add_table("steps", "step_errors")
    step.assign(series, step.use(measure_series).call(rows, list_step_series(step, scored), label))
    step.assign(steps, step.use(measure_steps).call(rows, label))
    whole = step.reserve_name(step.title)
    step.assign(whole, step.use(measure_forecast).call(rows, label))
    step.assign(expr("metrics[{node}]", node=step.node), whole)
    step.add('print({title}, json.dumps({out}, indent=2), sep="\\n")', title=step.title, out=whole)
    step.outputs["evaluation_results"] = ScriptVariable(whole, facts={"table": expr("pd.DataFrame([{o}])", o=whole)})


@module(
    "Evaluate Forecast",
    category="Time Series",
    icon="chart-histogram",
    role="forecast_evaluator",
    at_inference="drop",
    schema=_predict_schemas,
    emit_code=_emit_code,
    example=lambda: Call.of(make_forecast_visits(), series_by=("museum",)),
    keywords=("MAE", "RMSE", "MAPE", "sMAPE", "MASE", "WAPE", "backtest", "forecast accuracy"),
)
def evaluate_forecast(
    scored_dataset: Dataset,
    *,
    series_by: Annotated[
        tuple[str, ...],
        columns_of("scored_dataset"),
        titled("Series"),
        Field(description="The columns that tell several series apart. Empty: those with the role series, if any."),
    ] = (),
) -> EvaluateForecastOutputs:
    """Measure forecasts against the actual values, beside repeating the last season.

    Connect what Score Forecast made of rows that training has not seen. The first output has the errors of each series,
    the largest first, with a picture of each; the second those of each step ahead, since errors grow with the
    distance; the third those of all rows, of the forecast and of the seasonal naive one.

    MAE and RMSE are in the unit of the values. MAPE is undefined where an actual value is 0; WAPE divides sums instead.
    MASE below 1 means that the forecast is closer than repeating the last season was in training. Coverage is the share
    of values within the bounds.
    """
    series_by = list_series(scored_dataset.schema, series_by)
    rows, label = _select_rows(scored_dataset, series_by)
    series = measure_series(rows, list(series_by), label)
    steps = measure_steps(rows, label)
    view = _build_view(rows, series, series_by, label)
    evaluation = _evaluate(rows, label)
    roles = dict.fromkeys(series_by, "none")
    return EvaluateForecastOutputs(Dataset(series, roles, shown_as=view), Dataset(steps), evaluation)  # type: ignore[arg-type]


def _select_rows(dataset: Dataset, series_by: tuple[str, ...]) -> tuple[pd.DataFrame, str]:
    """The rows with an actual value and a forecast, in the order of time, and the column of the actual values."""
    beside = [name for name in (NAIVE, "Naive Error", "Lower Bound", "Upper Bound") if name in dataset.frame]
    numbers = [FORECAST, "Step", *beside]
    require_series(dataset, numbers, series_by, port="scored_dataset", parameter="series_by")
    label = find_role_column(dataset.schema, "label", port="scored_dataset")
    if label is None:
        message = "The data at 'scored_dataset' has no actual values. Score rows whose values are known, as those of"
        raise ModuleError(24, f"{message} Split Data by time.", port="scored_dataset")
    require_series(dataset, [label], (), port="scored_dataset", parameter="series_by")
    frame = dataset.frame.dropna(subset=[label, FORECAST])
    time = find_role_column(dataset.schema, "time", port="scored_dataset")
    frame = frame if time is None else frame.sort_values(time, kind="stable")
    if frame.empty:
        message = "No row at 'scored_dataset' has both an actual value and a forecast."
        raise ModuleError(134, message, port="scored_dataset", column=label)
    for name in (label, *numbers):
        refuse_infinite_values(dataset, name, port="scored_dataset")
    return frame.reset_index(drop=True), label


def _evaluate(rows: pd.DataFrame, label: str) -> Evaluation:
    """The metrics of all rows, of the forecast and of the seasonal naive one."""
    actual = rows[label].to_numpy(dtype="float64")
    compared = [name for name in (FORECAST, NAIVE) if name in rows and rows[name].notna().all()]
    metrics, details = [], {}
    for name in compared:
        found = rows[name].to_numpy(dtype="float64")
        figures = measure_forecast(rows.assign(**{FORECAST: found}), label)
        own = {figure: figures[figure] for figure in ("MAPE", "sMAPE", "WAPE", "MASE")}
        metrics.append({**compute_regression_metrics(actual, found), **own})
        title = "Forecast" if name == FORECAST else "Seasonal naive"
        details[title] = build_regression_details(RegressionDetails, actual, found, label)
    return Evaluation("regression", tuple(details), tuple(metrics), dict(details))


def _build_view(rows: pd.DataFrame, series: pd.DataFrame, series_by: tuple[str, ...], label: str) -> ManyModelsView:
    """Each series as a small picture: what came, what was forecast, and the last season repeated."""
    ordered = rows.assign(_order=range(len(rows)))
    parts = {name_series(key): part for key, part in iterate_series(ordered, series_by, "_order")}
    keys = [tuple(row) for row in series[list(series_by)].itertuples(index=False, name=None)] if series_by else [()]
    points = count_points(len(keys))
    whole = measure_forecast(rows, label)
    naive = whole["MAE of Seasonal Naive"] / np.abs(rows[label]).mean() if NAIVE in rows else np.nan
    return ManyModelsView(
        learner="Forecast",
        baseline="seasonal naive",
        label=label,
        keys=list(series_by),
        metric="Absolute error as a share",
        percent=True,
        rows=len(rows),
        count=len(keys),
        error=_to_known(whole["WAPE"]),
        general_error=_to_known(naive),
        groups=[_describe_series(key, parts[name_series(key)], label, points) for key in keys[:MAX_SHOWN]],
    )


def name_series(key: tuple[object, ...]) -> tuple[str, ...]:
    """The values that name a series as text, by which it is found: a missing value equals no other."""
    return tuple("(missing)" if value is None or value != value else str(value) for value in key)


def _describe_series(key: tuple[Any, ...], rows: pd.DataFrame, label: str, points: int) -> MeasuredGroup:
    figures = measure_forecast(rows, label)
    level = float(np.abs(rows[label]).mean())
    naive = figures["MAE of Seasonal Naive"] / level if level else np.nan
    names = [name for name in (label, FORECAST, NAIVE) if name in rows]
    lines = [rows[name].to_numpy(dtype="float64")[-points:] for name in names]
    scale = build_scale(lines)
    texts = [encode_points(line, scale) for line in lines]
    result: GroupResult = "unknown" if np.isnan(naive) else "better" if figures["WAPE"] < naive else "worse"
    return MeasuredGroup(
        key=list(name_series(key)) or [label],
        rows=len(rows),
        error=_to_known(figures["WAPE"]),
        general_error=_to_known(naive),
        result=result,
        source="",
        reason="",
        bias=_to_known(float((rows[FORECAST] - rows[label]).mean())),
        low=scale.low,
        high=scale.high,
        actual=texts[0],
        predicted=texts[1],
        general=texts[2] if len(texts) > 2 else "",
    )


def _to_known(value: float) -> float | None:
    return float(f"{value:.6g}") if np.isfinite(value) else None
