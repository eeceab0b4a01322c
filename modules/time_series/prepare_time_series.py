"""Prepare Time Series: one row for each series and time, without gaps."""

from typing import Annotated, Any, Literal, NamedTuple

import pandas as pd
from pydantic import Field

from modules.kit import Call, Column, Dataset, ModuleError, Schema, Traits, column_of, columns_of, module, titled
from modules.kit.codegen.script_builder import CannotGenerateCode, StepCode
from modules.learning.row_roles import list_series, read_times
from modules.time_series.forecast_examples import make_visits
from modules.time_series.series_checks import refuse_long_grids, refuse_unknown_place, require_series
from modules.time_series.series_parameters import HolidayPlace, SeriesColumns, find_script_time, list_step_series
from modules.time_series.series_preparation import prepare_series, report_series
from modules.time_series.time_grid import Frequency

Duplicates = Literal["Sum", "Mean", "Last", "Stop with an error"]
Gaps = Literal["Leave missing", "Zero", "Last value", "Interpolate"]


class PrepareTimeSeriesOutputs(NamedTuple):
    prepared_dataset: Dataset
    report: Dataset


def _build_example() -> Call:
    data = make_visits(14)
    frame = pd.concat([data.frame.drop(index=[3, 20]), data.frame.iloc[[5]]], ignore_index=True)
    return Call.of(Dataset(frame, data.roles), values=("visits",), series_by=("museum",), gaps="Interpolate")


def _predict_schemas(
    dataset: Schema,
    values: tuple[str, ...],
    series_by: tuple[str, ...],
    time_column: str | None,
    calendar: bool,
    holidays_of: str,
) -> tuple[Schema | None, Schema | None]:
    series_by = list_series(dataset, series_by)
    time = time_column or next(iter(dataset.names_with_role("time")), None)
    if time is None or any(name not in dataset for name in (*values, *series_by, time)):
        return None, None
    keys = [dataset[name] for name in series_by]
    numbers = [Column(name, "real", dataset[name].role) for name in values]
    parts = [Column(name, "integer") for name in ("year", "quarter", "month", "week", "day of week", "hour")]
    days = [Column(name, "integer") for name in ("holiday", "days to holiday")] if holidays_of else []
    prepared = (*keys, Column(time, dataset[time].type, "time"), *numbers, *days, *(parts if calendar else ()))
    counts = [Column(name, "integer") for name in ("Rows", "Merged Rows", "Filled Gaps")]
    ends = [Column(name, dataset[time].type) for name in ("First", "Last")]
    return Schema(prepared), Schema((*(Column(name, dataset[name].type) for name in series_by), *ends, *counts))


def _find_earlier_columns(values: tuple[str, ...], gaps: Gaps) -> dict[str, int]:
    """Only interpolated values are made of later ones, too."""
    return {} if gaps == "Interpolate" else dict.fromkeys(values, 0)


def _emit_code(step: StepCode) -> None:
    data = step.get_input("dataset")
    time = find_script_time(step, data)
    if time is None or step.duplicates == "Stop with an error":
        raise CannotGenerateCode("Choose the time column, and how rows of the same time are merged.")
    keys, values = list_step_series(step, data), list(step.values)
    out, report = step.add_table("prepared_dataset", "prepared", like=data), step.add_table("report", "series")
    step.assign(
        out,
        step.use(prepare_series).call(
            data, keys, time, values, step.frequency, step.duplicates, step.gaps, step.calendar, step.holidays_of
        ),
    )
    step.assign(report, step.use(report_series).call(data, out, keys, time, step.frequency))


@module(
    "Prepare Time Series",
    category="Time Series",
    icon="calendar",
    role="series_preparer",
    schema=_predict_schemas,
    traits=Traits(depends_on_other_rows=True, looks_back=_find_earlier_columns),
    emit_code=_emit_code,
    example=_build_example,
    keywords=(
        "resample",
        "asfreq",
        "regular frequency",
        "fill gaps",
        "date features",
        "aggregate by month",
        "fill dates",
        "missing dates",
        "time grid",
        "group by month",
        "timestamp alignment",
    ),
)
def prepare_time_series(
    dataset: Dataset,
    *,
    values: Annotated[
        tuple[str, ...],
        columns_of("dataset", types=("integer", "real")),
        Field(min_length=1, description="The numbers to keep: the value to forecast, and those known beside it."),
    ],
    time_column: Annotated[
        str | None, column_of("dataset"), Field(description="Dates or times. Empty: the column with the role time.")
    ] = None,
    series_by: SeriesColumns = (),
    frequency: Annotated[
        Frequency, Field(description="Detect: the most common distance between times. A longer one merges rows.")
    ] = "Detect",
    duplicates: Annotated[Duplicates, titled("Rows of the same time"), Field(description="How they are merged.")] = (
        "Sum"
    ),
    gaps: Annotated[
        Gaps,
        Field(
            description="What stands where a series has no row. Interpolate and Last value look at the same series "
            "only; Interpolate uses later values, so fill the test rows apart."
        ),
    ] = "Leave missing",
    calendar: Annotated[
        bool, titled("Add calendar columns"), Field(description="Year, quarter, month, week, day of week and hour.")
    ] = False,
    holidays_of: HolidayPlace = "",
) -> PrepareTimeSeriesOutputs:
    """Bring series into the form that forecasts need: one row for each time, in order, without gaps.

    Times are put on the grid of the frequency: a day of each month, for example, becomes the first of the month. Rows
    of one series that then have the same time are merged. Times between the first and the last row of a series that
    have none get one. The second output says of each series when it begins and ends, how many rows were merged and how
    many gaps were filled. Public holidays come as 1 or 0 and as the days until the next one; they are known ahead, as
    Train Forecast asks. Dates that are text become dates in Edit Metadata or at import.
    """
    series_by = list_series(dataset.schema, series_by)
    require_series(dataset, values, series_by, port="dataset", parameter="values")
    refuse_unknown_place(holidays_of)
    times = read_times(dataset, time_column, port="dataset", parameter="time_column")
    time = str(times.name)
    if not pd.api.types.is_datetime64_any_dtype(times.dtype):
        message = f"'{time}' holds numbers. Prepare Time Series needs dates: change its type with Edit Metadata."
        raise ModuleError(17, message, port="dataset", parameter="time_column", column=time)
    if dataset.rows == 0:
        raise ModuleError(21, "The data at 'dataset' has no rows.", port="dataset")
    refuse_long_grids(times, frequency)
    _refuse_repeated(dataset.frame, [*series_by, time], duplicates)
    prepared = prepare_series(
        dataset.frame, list(series_by), time, list(values), frequency, duplicates, gaps, calendar, holidays_of
    )
    report = report_series(dataset.frame, prepared, list(series_by), time, frequency)
    roles: Any = {name: role for name, role in dataset.roles.items() if name in (*values, *series_by)}
    return PrepareTimeSeriesOutputs(Dataset(prepared, {**roles, time: "time"}), Dataset(report))


def _refuse_repeated(frame: pd.DataFrame, keys: list[str], duplicates: Duplicates) -> None:
    if duplicates == "Stop with an error" and frame.duplicated(keys).any():
        twice = frame.loc[frame.duplicated(keys), keys[-1]].iloc[0]
        message = (
            f"Two rows of one series have the time {twice}. Merge them, or choose the columns that tell them apart."
        )
        raise ModuleError(13, message, port="dataset", parameter="duplicates", column=keys[-1])
