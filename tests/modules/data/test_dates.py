"""Edit Metadata makes dates of texts: one order of day and month for a column, no guesses, fixed centuries."""

import logging

import pandas as pd
import pytest

from modules.data_transformation.edit_metadata import edit_metadata
from modules.kit import Columns, Dataset, ModuleError
from modules.kit.dates import DateOrder


def parse_dates(*texts: str | None, order: DateOrder = "Detect") -> list[str]:
    dataset = Dataset(pd.DataFrame({"when": pd.Series(texts, dtype="str")}))
    made = edit_metadata(
        dataset, columns=Columns(start="none", names=("when",)), data_type="DateTime", date_order=order
    )
    return ["" if pd.isna(time) else str(time) for time in made.frame["when"]]


def parse_refused_dates(*texts: str, order: DateOrder = "Detect") -> str:
    with pytest.raises(ModuleError) as raised:
        parse_dates(*texts, order=order)
    assert raised.value.number == 42
    return str(raised.value)


def test_one_value_settles_the_order_of_the_whole_column() -> None:
    assert parse_dates("05/01/2024", "13/02/2024") == ["2024-01-05 00:00:00", "2024-02-13 00:00:00"]
    assert parse_dates("05/01/2024", "02/13/2024") == ["2024-05-01 00:00:00", "2024-02-13 00:00:00"]


def test_a_column_in_which_both_orders_fit_is_refused_until_one_is_chosen() -> None:
    message = parse_refused_dates("05/01/2024", "06/01/2024")
    assert "'05/01/2024' can be read with the day first or with the month first." in message
    assert parse_dates("05/01/2024", order="Day first") == ["2024-01-05 00:00:00"]
    assert parse_dates("05/01/2024", order="Month first") == ["2024-05-01 00:00:00"]
    assert parse_dates("05/05/2024", None) == ["2024-05-05 00:00:00", ""]


def test_two_orders_in_one_column_are_refused() -> None:
    assert "The day comes first in '13/02/2024', but the month comes first in '02/14/2024'." in parse_refused_dates(
        "13/02/2024", "02/14/2024"
    )
    assert "can't become a time" in parse_refused_dates("13/02/2024", "02/14/2024", order="Day first")


def test_dates_with_points_have_the_day_first() -> None:
    assert parse_dates("05.01.2024 13:45", "6.1.2024") == ["2024-01-05 13:45:00", "2024-01-06 00:00:00"]


def test_years_of_two_digits_have_a_fixed_century_and_the_log_says_so(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert parse_dates("13.02.68", "13.02.69", "12 Jun 98") == [
        "2068-02-13 00:00:00",
        "1969-02-13 00:00:00",
        "1998-06-12 00:00:00",
    ]
    assert "Column 'when' has years of two digits. They are read as 1969 to 2068." in caplog.text


def test_a_time_without_a_date_is_no_time_of_today() -> None:
    assert "can't become a time. The first is '10:30' in row 1." in parse_refused_dates("10:30")
    assert "The first is 'Jun 12' in row 2." in parse_refused_dates("2024-01-01", "Jun 12")


def test_iso_dates_names_of_months_and_offsets_are_read_as_ever() -> None:
    assert parse_dates("2024-05-01", "2024/01/05", "20240105", "Jun 12 1998", "2024-01-05T10:00:00+02:00") == [
        "2024-05-01 00:00:00",
        "2024-01-05 00:00:00",
        "2024-01-05 00:00:00",
        "1998-06-12 00:00:00",
        "2024-01-05 08:00:00",
    ]


def test_months_have_names_in_four_languages() -> None:
    assert parse_dates("12. Mai 2024", "1er août 2024", "3 de enero de 2024", "May 12th, 2024", "12-Dez-98") == [
        "2024-05-12 00:00:00",
        "2024-08-01 00:00:00",
        "2024-01-03 00:00:00",
        "2024-05-12 00:00:00",
        "1998-12-12 00:00:00",
    ]
    assert "can't become a time" in parse_refused_dates("12. Mai 2024", "31. Februar 2024")
