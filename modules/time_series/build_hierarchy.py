"""Build Hierarchy: the sums of series, such as of all stores of a region, as series of their own."""

from typing import Annotated, Literal

import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, Traits, columns_of, module, titled
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.row_roles import read_times
from modules.time_series.forecast_examples import make_visits
from modules.time_series.reconciliation import ALL
from modules.time_series.reconciliation import build_hierarchy as add_up
from modules.time_series.series_checks import require_series
from modules.time_series.series_parameters import TimeColumn, find_script_time

#: Each with each of more columns would be too many series.
MAX_CROSSED = 6


def _predict_schema(
    dataset: Schema, levels: tuple[str, ...], values: tuple[str, ...], time_column: str | None
) -> Schema | None:
    time = time_column or next(iter(dataset.names_with_role("time")), None)
    if time is None or any(name not in dataset for name in (*levels, *values, time)):
        return None
    keys = [Column(name, "text", "none") for name in levels]
    numbers = [Column(name, "real", dataset[name].role) for name in values]
    return Schema((*keys, Column(time, dataset[time].type, "time"), *numbers))


def _find_earlier_columns(values: tuple[str, ...]) -> dict[str, int]:
    return dict.fromkeys(values, 0)


def _emit_code(step: StepCode) -> None:
    data = step.get_input("dataset")
    time = find_script_time(step, data)
    if time is None:
        raise CannotGenerateCode("No column has the role time. Choose the time column.")
    out = step.add_table("results_dataset", "hierarchy", like=data)
    step.assign(
        out, step.use(add_up).call(data, list(step.levels), time, list(step.values), step.combine == "Each with each")
    )


@module(
    "Build Hierarchy",
    category="Time Series",
    icon="sitemap",
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=True, looks_back=_find_earlier_columns),
    emit_code=_emit_code,
    example=lambda: Call.of(make_visits(6), levels=("museum",), values=("visits",)),
    keywords=("hierarchical time series", "grouped series", "aggregate", "totals", "roll up"),
)
def build_hierarchy(
    dataset: Dataset,
    *,
    levels: Annotated[
        tuple[str, ...],
        columns_of("dataset"),
        Field(min_length=1, max_length=12, description="From the largest parts to the smallest: region, store."),
    ],
    values: Annotated[
        tuple[str, ...],
        columns_of("dataset", types=("integer", "real")),
        Field(min_length=1, description="The amounts that are added up."),
    ],
    time_column: TimeColumn = None,
    combine: Annotated[
        Literal["From large to small", "Each with each"],
        titled("Sums"),
        Field(description="Each with each also adds up over regions for each product."),
    ] = "From large to small",
) -> Dataset:
    """Add up series to the series above them: stores to regions, and regions to the total.

    Each sum is a series of its own, with "(all)" in the columns that it adds up over. Forecast all of them with Train
    Forecast or Automated Forecast, with these columns as the series, and have Reconcile Forecast make the forecasts add
    up again.
    """
    require_series(dataset, values, levels, port="dataset", parameter="levels")
    time = str(read_times(dataset, time_column, port="dataset", parameter="time_column").name)
    if time in levels or set(levels) & set(values):
        raise ModuleError(11, "A column can't be a level and a value or the time.", parameter="levels")
    crossed = combine == "Each with each"
    if crossed and len(levels) > MAX_CROSSED:
        message = f"Each with each of {len(levels)} columns are {2 ** len(levels)} sums. Choose {MAX_CROSSED} at most."
        raise ModuleError(13, message, parameter="levels")
    _refuse_marker(dataset.frame, levels)
    found: pd.DataFrame = add_up(dataset.frame, list(levels), time, list(values), crossed)
    kept = {name: role for name, role in dataset.roles.items() if name in values}
    return Dataset(found, {**kept, **dict.fromkeys(levels, "none"), time: "time"})


def _refuse_marker(frame: pd.DataFrame, levels: tuple[str, ...]) -> None:
    for name in levels:
        if (frame[name].astype("str") == ALL).any():
            message = f"'{name}' has the value {ALL}, which stands for sums. Remove these rows, or rename the value."
            raise ModuleError(13, message, port="dataset", column=name)
