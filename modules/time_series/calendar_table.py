"""Calendar Table: one row for each day between two dates."""

from datetime import date
from typing import Annotated, Literal

import pandas as pd
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from modules.kit import Call, Column, Dataset, ModuleError, Schema, hidden_when, module, titled
from modules.kit.codegen.script_builder import StepCode
from modules.time_series.series_checks import refuse_unknown_place
from modules.time_series.series_parameters import HolidayPlace
from modules.time_series.series_preparation import add_holidays

Month = Literal[
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip
MONTHS: tuple[Month, ...] = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
Weekend = Literal["Saturday and Sunday", "Friday and Saturday", "Sunday", "None"]
#: The days of the week without work; Monday is 1.
WEEKENDS: dict[Weekend, list[int]] = {
    "Saturday and Sunday": [6, 7],
    "Friday and Saturday": [5, 6],
    "Sunday": [7],
    "None": [],
}
FiscalYearName = Literal["The year it ends in", "The year it begins in"]
FIRST_YEAR, LAST_YEAR = 1900, 2199


def _validate_day(text: str) -> str:
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise PydanticCustomError("day", "must be a date such as 2024-01-31") from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise PydanticCustomError("day", "must be a date from {first} to {last}", years)
    return day.isoformat()


Day = Annotated[str, AfterValidator(_validate_day)]


def _build_example() -> Call:
    return Call.of(first_day="2024-12-27", last_day="2025-01-05", fiscal_year_begins_in="April")


def _predict_schema(first_day: str, last_day: str, fiscal_year_begins_in: Month, holidays_of: str) -> Schema:
    _check_days(first_day, last_day)
    parts = {
        "year": "integer", "quarter": "integer", "month": "integer", "month name": "text", "year and month": "text",
        "year of week": "integer", "week": "integer", "day": "integer", "day of year": "integer",
        "day of week": "integer", "weekday name": "text", "weekend": "integer",
    }  # fmt: skip
    if fiscal_year_begins_in != "January":
        parts |= {"fiscal year": "integer", "fiscal quarter": "integer", "fiscal month": "integer"}
    if holidays_of:
        parts |= {"holiday": "integer", "days to holiday": "integer", "holiday name": "text"}
    parts |= {"working day": "integer"}
    columns = (Column(name, kind) for name, kind in parts.items())  # type: ignore[arg-type]
    return Schema((Column("date", "datetime", "time"), *columns))


def _check_days(first_day: str, last_day: str) -> None:
    if last_day < first_day:
        message = f"The last day must not be before the first. Got {first_day} to {last_day}."
        raise ModuleError(8, message, parameter="last_day")


def _emit_code(step: StepCode) -> None:
    out = step.add_table("results_dataset", "calendar")
    settings = {
        "fiscal_begin": MONTHS.index(step.fiscal_year_begins_in) + 1,
        "fiscal_by_end": step.fiscal_year_named_after == "The year it ends in",
        "weekend": WEEKENDS[step.weekend],
        "holidays_of": step.holidays_of,
    }
    step.assign(out, step.use(make_calendar).call(step.first_day, step.last_day, **settings))


@module(
    "Calendar Table",
    category="Time Series",
    icon="calendar-month",
    example=_build_example,
    schema=_predict_schema,
    emit_code=_emit_code,
    keywords=(
        "date dimension",
        "date table",
        "calendar",
        "generate dates",
        "date range",
        "public holidays",
        "fiscal year",
        "working days",
        "create date&time range",
        "generate rows",
    ),
)
def calendar_table(
    *,
    first_day: Annotated[Day, titled("First day"), Field(max_length=20, description="Such as 2024-01-31.")],
    last_day: Annotated[
        Day, titled("Last day"), Field(max_length=20, description="Such as 2024-12-31. It is included.")
    ],
    weekend: Annotated[Weekend, Field(description="The days of the week without work.")] = "Saturday and Sunday",
    fiscal_year_begins_in: Annotated[
        Month, Field(description="January: the fiscal year is the year, and has no columns of its own.")
    ] = "January",
    fiscal_year_named_after: Annotated[
        FiscalYearName,
        Field(description="What a fiscal year from April 2024 to March 2025 is called: 2025 or 2024."),
        hidden_when(fiscal_year_begins_in="January"),
    ] = "The year it ends in",
    holidays_of: HolidayPlace = "",
) -> Dataset:
    """Make a table with one row for each day, to join to data by its dates.

    Each day has its year, quarter, month, week, day and names. Weeks are those of ISO 8601, so that the last days of
    December may be in week 1 of the next year: the year of the week says so. Day of week 1 is Monday. Weekend, holiday
    and working day are 1 or 0; a working day is neither of the weekend nor a public holiday. Holidays come with their
    names and with the days until the next one; they need the extra forecast.

    Join Data by the date keeps the days on which nothing happened, which sums by day, week or month need.
    """
    _check_days(first_day, last_day)
    refuse_unknown_place(holidays_of)
    frame = make_calendar(
        first_day,
        last_day,
        fiscal_begin=MONTHS.index(fiscal_year_begins_in) + 1,
        fiscal_by_end=fiscal_year_named_after == "The year it ends in",
        weekend=WEEKENDS[weekend],
        holidays_of=holidays_of,
    )
    return Dataset(frame, {"date": "time"})


def make_calendar(
    first_day: str, last_day: str, *, fiscal_begin: int, fiscal_by_end: bool, weekend: list[int], holidays_of: str
) -> pd.DataFrame:
    """One row for each day, both ends included; Monday is day 1 of the week."""
    days = pd.Series(pd.date_range(first_day, last_day, freq="D")).astype("datetime64[us]")
    weeks, day_of_week = days.dt.isocalendar(), days.dt.day_of_week + 1
    parts = {
        "year": days.dt.year,
        "quarter": days.dt.quarter,
        "month": days.dt.month,
        "month name": days.dt.month_name().astype("str"),
        "year and month": days.dt.strftime("%Y-%m").astype("str"),
        "year of week": weeks["year"],
        "week": weeks["week"],
        "day": days.dt.day,
        "day of year": days.dt.day_of_year,
        "day of week": day_of_week,
        "weekday name": days.dt.day_name().astype("str"),
        "weekend": day_of_week.isin(weekend),
    }
    if fiscal_begin != 1:
        month = (days.dt.month - fiscal_begin) % 12 + 1
        begins = days.dt.year - (days.dt.month < fiscal_begin).astype("int64")
        quarter = (month - 1) // 3 + 1
        parts |= {"fiscal year": begins + int(fiscal_by_end), "fiscal quarter": quarter, "fiscal month": month}
    whole = {name: one if one.dtype == "str" else one.astype("int64") for name, one in parts.items()}
    frame = pd.DataFrame({"date": days, **whole})
    if holidays_of:
        frame = add_holidays(frame, "date", holidays_of)
        frame = frame.assign(**{"holiday name": list_holiday_names(days, holidays_of)})
    free = frame["weekend"] == 1
    return frame.assign(**{"working day": (~(free | (frame["holiday"] == 1) if holidays_of else free)).astype("int64")})


def list_holiday_names(days: pd.Series, place: str) -> pd.Series:
    """The public holiday of each day, in English where the names are known in it; missing where there is none."""
    import holidays

    country, _, part = place.partition("-")
    years = range(int(days.min().year), int(days.max().year) + 1)
    languages = holidays.list_localized_countries().get(country, [])
    language = "en_US" if "en_US" in languages else None
    known = holidays.country_holidays(country, subdiv=part or None, years=years, language=language)
    return days.dt.date.map(known.get).astype("str")
