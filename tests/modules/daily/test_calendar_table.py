"""A table of days, with their parts, fiscal years and holidays."""

from typing import Any

import pandas as pd
import pytest

from modules.kit import ModuleError, Schema, catalog


def make_table(first_day: str, last_day: str, **parameters: Any) -> pd.DataFrame:
    given = {"first_day": first_day, "last_day": last_day, **parameters}
    module = catalog()["calendar_table"]
    frame: pd.DataFrame = module.run({}, given)["results_dataset"].frame
    return frame


def test_each_day_between_two_dates_has_a_row_with_its_parts() -> None:
    days = make_table("2024-12-28", "2025-01-02")
    assert days["date"].dt.strftime("%m-%d").tolist() == ["12-28", "12-29", "12-30", "12-31", "01-01", "01-02"]
    assert days[["year of week", "week"]].to_numpy().tolist() == [[2024, 52]] * 2 + [[2025, 1]] * 4
    assert days["weekend"].tolist() == [1, 1, 0, 0, 0, 0]
    assert days["working day"].tolist() == [0, 0, 1, 1, 1, 1]
    assert days.iloc[-1][["month name", "year and month", "weekday name", "day of year"]].tolist() == [
        "January", "2025-01", "Thursday", 2,
    ]  # fmt: skip


@pytest.mark.parametrize(("named_after", "years"), [("The year it ends in", 1), ("The year it begins in", 0)])
def test_a_fiscal_year_begins_in_its_month(named_after: str, years: int) -> None:
    days = make_table("2024-03-31", "2024-04-01", fiscal_year_begins_in="April", fiscal_year_named_after=named_after)
    assert days[["fiscal year", "fiscal quarter", "fiscal month"]].to_numpy().tolist() == [
        [2023 + years, 4, 12],
        [2024 + years, 1, 1],
    ]


def test_holidays_have_names_and_are_no_working_days() -> None:
    days = make_table("2024-12-24", "2024-12-27", holidays_of="DE")
    assert days["holiday"].tolist() == [0, 1, 1, 0]
    assert days["holiday name"].fillna("-").tolist() == ["-", "Christmas Day", "Second Day of Christmas", "-"]
    assert days["days to holiday"].tolist() == [1, 0, 0, 5]
    assert days["working day"].tolist() == [1, 0, 0, 1]


@pytest.mark.parametrize("holidays_of", ["", "US-CA"])
def test_the_columns_are_known_before_a_run(holidays_of: str) -> None:
    module = catalog()["calendar_table"]
    given = {
        "first_day": "2024-01-01", "last_day": "2024-01-31", "fiscal_year_begins_in": "October",
        "holidays_of": holidays_of,
    }  # fmt: skip
    parameters = module.parameters.model_validate(given)
    predicted = module.infer_schemas({}, parameters)["results_dataset"]
    made = module.run({}, given)["results_dataset"].schema
    assert isinstance(predicted, Schema)
    assert [(one.name, one.type, one.role) for one in predicted] == [(one.name, one.type, one.role) for one in made]


def test_the_last_day_is_not_before_the_first() -> None:
    with pytest.raises(ModuleError, match="The last day must not be before the first"):
        make_table("2024-02-01", "2024-01-01")


@pytest.mark.parametrize("day", ["31.01.2024", "2024-02-30", "1066-10-14", ""])
def test_what_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(ValueError, match="must be a date"):
        catalog()["calendar_table"].parameters.model_validate({"first_day": day, "last_day": "2024-01-01"})
