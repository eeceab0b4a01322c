"""Functions of dates and times."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from modules.kit.codegen.expressions import Expr, expr, template
from modules.kit.formulas.function_types import EmittedValue, FormulaFunction, FormulaScript, Template

SECONDS_OF_UNIT = {"week": 604_800, "day": 86_400, "hour": 3_600, "minute": 60, "second": 1}
MONTHS_OF_UNIT = {"year": 12, "quarter": 3, "month": 1}
#: How pandas calls the units that times are cut to.
PERIOD_OF_UNIT = {"year": "Y", "quarter": "Q", "month": "M", "week": "W"}


def _write_difference(parts: Sequence[str]) -> str:
    start, end, unit = parts[0], parts[1], parts[2].strip("'")
    if unit in SECONDS_OF_UNIT:
        return f"((epoch_us({end}) - epoch_us({start})) / {SECONDS_OF_UNIT[unit] * 1_000_000}::double)"
    months = f"((year({end}) - year({start})) * 12 + month({end}) - month({start}))"
    return f"({months} / {MONTHS_OF_UNIT[unit]}::double)" if unit != "month" else f"{months}::double"


def _emit_difference(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del step, table
    start, end, unit = arguments
    if unit.value in SECONDS_OF_UNIT:
        span = expr("({end} - {start}).dt.total_seconds()", end=end.code, start=start.code)
        seconds = SECONDS_OF_UNIT[str(unit.value)]
        return span if seconds == 1 else expr("{span} / {seconds}", span=span, seconds=seconds)
    months = expr(
        "({end}.dt.year - {start}.dt.year) * 12 + {end}.dt.month - {start}.dt.month", end=end.code, start=start.code
    )
    return expr("{months} / {n}", months=months, n=MONTHS_OF_UNIT[str(unit.value)])


def _write_addition(parts: Sequence[str]) -> str:
    unit = parts[2].strip("'")
    number, name = (f"{parts[1]} * 3", "month") if unit == "quarter" else (parts[1], unit)
    return (
        f"({parts[0]} + to_{name}s(({number})::{'integer' if name in ('year', 'month', 'week', 'day') else 'bigint'}))"
    )


def _emit_addition(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del step, table
    date, number, unit = arguments
    name, count = str(unit.value), number.value
    if name == "quarter":
        name, count = "month", int(count or 0) * 3
    return expr("{date} + pd.DateOffset(**{span})", date=date.code, span={f"{name}s": count})


def cut_times(times: "pd.Series[Any]", unit: str) -> "pd.Series[Any]":
    """The start of the year, quarter, month, week (Monday), day, hour, minute or second of each time."""
    periods = {"year": "Y", "quarter": "Q", "month": "M", "week": "W"}
    if unit in periods:
        return times.dt.to_period(periods[unit]).dt.start_time.astype(times.dtype)
    return times.dt.floor({"day": "D", "hour": "h", "minute": "min", "second": "s"}[unit])


def _emit_cut(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del table
    return step.use(cut_times).call(*(one.code for one in arguments))


def _emit_parsing(step: FormulaScript, table: Expr, arguments: Sequence[EmittedValue]) -> Expr:
    del step, table
    text, *pattern = arguments
    return expr(
        'pd.to_datetime({text}, format={pattern}, errors="coerce")',
        text=text.code,
        pattern=pattern[0].value if pattern else "%Y-%m-%d",
    )


def _define_part(name: str, sql: str, pandas: Template, summary: str) -> FormulaFunction:
    return FormulaFunction(name, ("datetime",), "integer", sql, pandas, f"{name}(date)", summary)


DATE_FUNCTIONS = (
    _define_part("year", "year({0})", template('{a}.dt.year.astype("Int64")'), "The year."),
    _define_part("quarter", "quarter({0})", template('{a}.dt.quarter.astype("Int64")'), "The quarter, 1 to 4."),
    _define_part("month", "month({0})", template('{a}.dt.month.astype("Int64")'), "The month, 1 to 12."),
    _define_part(
        "week", "weekofyear({0})", template('{a}.dt.isocalendar().week.astype("Int64")'), "The week of the year (ISO)."
    ),
    _define_part("day", "day({0})", template('{a}.dt.day.astype("Int64")'), "The day of the month."),
    _define_part(
        "weekday",
        "isodow({0})",
        template('({a}.dt.day_of_week + 1).astype("Int64")'),
        "The day of the week: Monday is 1, Sunday 7.",
    ),
    _define_part(
        "day_of_year",
        "dayofyear({0})",
        template('{a}.dt.day_of_year.astype("Int64")'),
        "The day of the year, 1 to 366.",
    ),
    _define_part("hour", "hour({0})", template('{a}.dt.hour.astype("Int64")'), "The hour, 0 to 23."),
    _define_part("minute", "minute({0})", template('{a}.dt.minute.astype("Int64")'), "The minute."),
    _define_part("second", "second({0})", template('{a}.dt.second.astype("Int64")'), "The second."),
    FormulaFunction(
        "month_name",
        ("datetime",),
        "text",
        "monthname({0})",
        template("{a}.dt.month_name()"),
        "month_name(date)",
        "The month in English.",
    ),
    FormulaFunction(
        "day_name",
        ("datetime",),
        "text",
        "dayname({0})",
        template("{a}.dt.day_name()"),
        "day_name(date)",
        "The day of the week in English.",
    ),
    FormulaFunction(
        "date_diff",
        ("datetime", "datetime", "unit!"),
        "real",
        _write_difference,
        _emit_difference,
        "date_diff(start, end, unit)",
        "How much time lies between two dates; of months and years, how many begin.",
    ),
    FormulaFunction(
        "date_add",
        ("datetime", "integer!", "unit!"),
        "datetime",
        _write_addition,
        _emit_addition,
        "date_add(date, number, unit)",
        "The date so many units later, or earlier with a negative number.",
    ),
    FormulaFunction(
        "date_trunc",
        ("datetime", "unit!"),
        "datetime",
        "date_trunc({1}, {0})::timestamp",
        _emit_cut,
        "date_trunc(date, unit)",
        "The start of the unit that the date lies in.",
    ),
    FormulaFunction(
        "format_date",
        ("datetime", "text!"),
        "text",
        "strftime({0}, {1})",
        template("{a}.dt.strftime({b})"),
        "format_date(date, format)",
        "The date as text, as by %Y-%m.",
    ),
    FormulaFunction(
        "to_date",
        ("text", "text!"),
        "datetime",
        lambda parts: f"try_strptime({parts[0]}, {parts[1] if len(parts) > 1 else chr(39) + '%Y-%m-%d' + chr(39)})",
        _emit_parsing,
        "to_date(text, [format])",
        "The date that the text is, by a format such as %d/%m/%Y; missing where it is none.",
        optional=1,
    ),
)
