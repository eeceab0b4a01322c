"""Date and Time: parts of dates, differences, rounding, shifting, time zones, and dates from text."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

import pandas as pd
from pydantic import Field

from modules.data_transformation.column_helpers import set_columns
from modules.data_transformation.edit_metadata import change_column
from modules.data_transformation.formula_columns import (
    add_formula_columns,
    emit_formula_columns,
    predict_formula_columns,
)
from modules.kit import (
    Call,
    Column,
    Dataset,
    ModuleError,
    ParameterRow,
    Schema,
    Traits,
    column_of,
    module,
    rows_of,
    shown_when,
    titled,
)
from modules.kit.codegen.expressions import Expr, ScriptVariable, expr
from modules.kit.codegen.script_builder import StepCode
from modules.kit.dates import parse_times
from modules.kit.errors import require_columns
from modules.kit.formulas.formula_syntax import bracket_column, quote_text

Unit = Literal["year", "quarter", "month", "week", "day", "hour", "minute", "second"]
#: {part: the function of formulas that gives it}
PARTS: Mapping[str, str] = {
    "Year": "year({})",
    "Quarter": "quarter({})",
    "Month": "month({})",
    "Month name": "month_name({})",
    "Year and month": 'format_date({}, "%Y-%m")',
    "Week": "week({})",
    "Day": "day({})",
    "Weekday": "weekday({})",
    "Weekday name": "day_name({})",
    "Day of year": "day_of_year({})",
    "Date only": 'date_trunc({}, "day")',
    "Hour": "hour({})",
    "Minute": "minute({})",
    "Second": "second({})",
}
Part = Literal[
    "Year",
    "Quarter",
    "Month",
    "Month name",
    "Year and month",
    "Week",
    "Day",
    "Weekday",
    "Weekday name",
    "Day of year",
    "Date only",
    "Hour",
    "Minute",
    "Second",
]


class TimeStep(ParameterRow):
    """One thing to do with a column of dates."""

    do: Annotated[
        Literal[
            "Extract a part",
            "Difference to another column",
            "Round down",
            "Add or subtract",
            "Convert the time zone",
            "Text to date",
            "Date to text",
        ],
        titled("What to do"),
    ] = "Extract a part"
    column: Annotated[str, column_of("dataset")]
    part: Annotated[
        Part, Field(description="Weeks are those of ISO 8601, weekday 1 is Monday."), shown_when(do="Extract a part")
    ] = "Year"
    until: Annotated[
        str | None,
        column_of("dataset", types=("datetime",)),
        titled("Until"),
        shown_when(do="Difference to another column"),
    ] = None
    number: Annotated[
        int,
        Field(ge=-1_000_000, le=1_000_000, description="Negative: earlier."),
        shown_when(do="Add or subtract"),
    ] = 1
    unit: Annotated[Unit, shown_when(do=("Difference to another column", "Round down", "Add or subtract"))] = "day"
    format: Annotated[
        str,
        Field(max_length=100, description="Such as %d/%m/%Y %H:%M. Empty: detected in texts, 2024-01-31 for dates."),
        shown_when(do=("Text to date", "Date to text")),
    ] = ""
    from_zone: Annotated[
        str,
        titled("From time zone"),
        Field(max_length=60, description="For times without a zone, as UTC or Europe/Berlin."),
        shown_when(do="Convert the time zone"),
    ] = "UTC"
    to_zone: Annotated[str, titled("To time zone"), Field(max_length=60), shown_when(do="Convert the time zone")] = (
        "UTC"
    )
    new_name: Annotated[
        str,
        titled("Name of the result"),
        Field(max_length=300, description="Empty: the column is replaced, or a name is made."),
    ] = ""

    @property
    def result(self) -> str:
        """The name of the column with the result."""
        if self.new_name.strip():
            return self.new_name.strip()
        if self.do == "Extract a part":
            return f"{self.column} {self.part.lower()}"
        return (
            f"{self.column} to {self.until} in {self.unit}s" if self.until and "Difference" in self.do else self.column
        )

    def write_formula(self) -> str | None:
        """The same as a formula; None where there is none."""
        column = bracket_column(self.column)
        if self.do == "Extract a part":
            return PARTS[self.part].format(column)
        if self.do == "Difference to another column":
            return f'date_diff({column}, {bracket_column(self.until or "")}, "{self.unit}")'
        if self.do == "Round down":
            return f'date_trunc({column}, "{self.unit}")'
        if self.do == "Add or subtract":
            return f'date_add({column}, {self.number}, "{self.unit}")'
        return f"format_date({column}, {quote_text(self.format or '%Y-%m-%d')})" if self.do == "Date to text" else None


TimeSteps = tuple[TimeStep, ...]


def _build_example() -> Call:
    orders = pd.DataFrame(
        {
            "ordered": pd.to_datetime(["2024-01-31 14:30", "2024-02-29 09:05", None]).astype("datetime64[us]"),
            "paid": ["03.02.2024", "01.03.2024", "10.03.2024"],
        }
    )
    steps = (
        TimeStep(do="Text to date", column="paid", format="%d.%m.%Y"),
        TimeStep(column="ordered", part="Year and month", new_name="month"),
        TimeStep(column="ordered", part="Weekday name"),
        TimeStep(do="Difference to another column", column="ordered", until="paid", new_name="days to pay"),
    )
    return Call.of(Dataset(orders, {"ordered": "time"}), steps=steps)


def _predict_schema(dataset: Schema, steps: TimeSteps) -> Schema:
    for place, step in enumerate(steps, start=1):
        dataset = _predict_step(dataset, step, place)
    return dataset


def _predict_step(schema: Schema, step: TimeStep, place: int) -> Schema:
    _check_step(schema, step, place)
    formula = step.write_formula()
    if formula is not None:
        return predict_formula_columns(schema, [(step.result, formula)], parameter="steps")
    if step.result in schema:
        return schema.with_column(step.result, type="datetime", levels=None)
    return schema.add_columns(Column(step.result, "datetime"))


def _check_step(schema: Schema, step: TimeStep, place: int) -> None:
    require_columns([step.column], schema, port="dataset", parameter="steps")
    difference = step.do == "Difference to another column"
    if difference and step.until is None:
        raise ModuleError(11, f"Row {place}: choose the column until which to count.", parameter="steps")
    if difference:
        require_columns([str(step.until)], schema, port="dataset", parameter="steps")
    for name in (step.column, step.until) if difference else (step.column,):
        if step.do != "Text to date" and schema[str(name)].type != "datetime":
            message = f"Row {place}: column '{name}' has no dates, but is of type {schema[str(name)].type}. Add a row "
            message += "with Text to date above it."
            raise ModuleError(17, message, port="dataset", parameter="steps", column=name)
    if step.do == "Convert the time zone":
        _check_zones(step, place)


def _check_zones(step: TimeStep, place: int) -> None:
    for zone in (step.from_zone, step.to_zone):
        if zone not in available_timezones():
            message = (
                f"Row {place}: there is no time zone '{zone}'. Enter one such as UTC, Europe/Berlin or Asia/Tokyo."
            )
            raise ModuleError(2, message, parameter="steps")


def _find_derived_columns(steps: TimeSteps) -> dict[str, tuple[str, ...]]:
    return {
        step.result: (step.column, step.until) if step.until and "Difference" in step.do else (step.column,)
        for step in steps
    }


def _emit_code(step: StepCode) -> None:
    source = step.get_input("dataset")
    out, schema = step.add_table("results_dataset", like=source), source.schema
    step.assign(out, source.code.method("copy"))
    for place, row in enumerate(step.steps, start=1):
        formula = row.write_formula()
        if formula is not None:
            emit_formula_columns(step, out, schema, [(row.result, formula)])
        else:
            step.assign(out.code.item(row.result), _emit_conversion(step, out, row))
        schema = _predict_step(schema, row, place) if schema is not None else None


def _emit_conversion(step: StepCode, out: ScriptVariable, row: TimeStep) -> Expr:
    column = out.code.item(row.column)
    if row.do == "Convert the time zone":
        return step.use(convert_zone).call(column, row.from_zone, row.to_zone)
    if row.format:
        return expr("pd.to_datetime({column}, format={format})", column=column, format=row.format)
    return step.use(parse_times).call(column, "Detect")


def convert_zone(times: "pd.Series[Any]", from_zone: str, to_zone: str) -> "pd.Series[Any]":
    """Times as the clocks of another zone show them; those that a zone has twice or not at all become missing."""
    if not isinstance(times.dtype, pd.DatetimeTZDtype):
        times = times.dt.tz_localize(from_zone, ambiguous="NaT", nonexistent="NaT")
    return times.dt.tz_convert(to_zone)


@module(
    "Date and Time",
    category="Data Transformation",
    palette_group="Compute values",
    icon="calendar",
    example=_build_example,
    schema=_predict_schema,
    traits=Traits(depends_on_other_rows=False, derives=_find_derived_columns),
    emit_code=_emit_code,
    keywords=(
        "date",
        "datetime",
        "timestamp",
        "parse date",
        "date parts",
        "extract year",
        "month",
        "weekday",
        "quarter",
        "date difference",
        "datediff",
        "date shift",
        "dateadd",
        "round date",
        "time zone",
        "timezone",
        "calendar",
        "string to date",
        "format date",
        "DateTime tool",
        "strptime",
        "strftime",
        "extract date&time fields",
        "string to date&time",
        "date&time difference",
        "date&time shift",
        "year",
        "hour",
        "day of week",
        "duration",
        "time between",
        "elapsed time",
        "days between",
        "DATEDIF",
        "EDATE",
        "NETWORKDAYS",
        "group by month",
        "age",
    ),
)
def date_and_time(
    dataset: Dataset,
    *,
    steps: Annotated[
        TimeSteps,
        rows_of(TimeStep, row_title="step", adds_column="new_name"),
        Field(min_length=1, max_length=200, description="One after another: a step may use the results above it."),
    ],
) -> Dataset:
    """Work with dates and times: parts, differences, rounding, shifting, time zones, text.

    Differences in weeks, days, hours, minutes and seconds are exact and may have a fraction; in years, quarters and
    months they count by the calendar's months. A month after the 31st of January is the last day of February. Times
    with a time zone count by the clock of that zone, and lose the zone in what is computed of them. A text that is no
    date is an error that names the first one.
    """
    formulas: list[tuple[str, str]] = []
    schema = dataset.schema
    for place, step in enumerate(steps, start=1):
        schema = _predict_step(schema, step, place)
        formula = step.write_formula()
        if formula is not None:
            formulas.append((step.result, formula))
            continue
        dataset, formulas = add_formula_columns(dataset, formulas, parameter="steps"), []
        made = {step.result: _convert_column(dataset.frame[step.column], step, place)}
        dataset = dataset.with_frame(set_columns(dataset.frame, made))
    return add_formula_columns(dataset, formulas, parameter="steps")


def _convert_column(values: "pd.Series[Any]", step: TimeStep, place: int) -> "pd.Series[Any]":
    if step.do == "Text to date":
        try:
            return change_column(values, "DateTime", step.format, "Detect", "NonCategorical")
        except ModuleError as error:
            words = f"Row {place}: {error.message}"
            raise ModuleError(error.number, words, port="dataset", parameter="steps", column=step.column) from error
    converted = convert_zone(values, step.from_zone, step.to_zone)
    _refuse_lost_times(values[values.notna() & converted.isna()], step, place)
    return converted


def _refuse_lost_times(lost: "pd.Series[Any]", step: TimeStep, place: int) -> None:
    """In spring an hour is left out, in autumn one comes twice."""
    if not lost.empty:
        count = f"{len(lost):,} time{'s' if len(lost) > 1 else ''}"
        message = f"Row {place}: {count} of column '{step.column}' do not exist in {step.from_zone}, or exist twice, "
        message += f"since the clock was changed. The first is {lost.iloc[0]} in row {int(lost.index[0]) + 1:,}."
        raise ModuleError(42, message, port="dataset", parameter="steps", column=step.column)
