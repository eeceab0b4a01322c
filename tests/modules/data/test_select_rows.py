"""Select Rows keeps what its conditions say, and passes the rest on."""

import pandas as pd
import pytest

from modules.data_transformation.select_rows import select_rows
from modules.kit import Condition, Dataset, ModuleError

FRAME = pd.DataFrame(
    {
        "make": ["audi", "bmw", None, "vw", "Audi"],
        "price": [10, 20, 30, None, 50],
        "sold": pd.to_datetime(["2024-01-01", "2024-01-02 12:00", None, "2024-01-02", "2024-02-01"], format="ISO8601"),
        "mixed": [1, "two", None, 4.5, b"x"],
    }
)
CARS = Dataset(FRAME, {"price": "label"})


def select_row_numbers(*conditions: Condition, match: str = "All conditions") -> list[int]:
    first, second = select_rows(CARS.with_frame(FRAME.assign(row=range(5))), conditions=conditions, match=match)  # type: ignore[arg-type]
    rows: list[int] = first.frame["row"].tolist()
    assert sorted(rows + second.frame["row"].tolist()) == list(range(5))
    return rows


def test_rows_of_both_outputs_are_those_of_the_input() -> None:
    first, second = select_rows(CARS, conditions=(Condition(column="price", operator=">", values=(15,)),))
    assert first.frame["price"].tolist() == [20, 30, 50]
    assert len(second.frame) == 2
    assert (first.roles, second.roles) == (CARS.roles, CARS.roles)


def test_conditions_hold_all_or_any() -> None:
    text = Condition(column="make", operator="contains", values=("AUDI",))
    number = Condition(column="price", operator="between", values=(20, None))
    assert select_row_numbers(text, number) == [4]
    assert select_row_numbers(text, number, match="Any condition") == [0, 1, 2, 4]


def test_a_day_is_the_whole_day() -> None:
    assert select_row_numbers(Condition(column="sold", values=("2024-01-02",))) == [1, 3]


def test_missing_values_satisfy_is_missing_only() -> None:
    assert select_row_numbers(Condition(column="make", operator="is missing")) == [2]
    assert select_row_numbers(Condition(column="make", operator="is not", values=("bmw",))) == [0, 3, 4]
    assert select_row_numbers(Condition(column="price", values=(10, None))) == [0, 3]


def test_a_column_of_mixed_values_is_compared_as_text() -> None:
    assert select_row_numbers(Condition(column="mixed", values=("two", 4.5))) == [1, 3]


def test_without_conditions_every_row_is_kept() -> None:
    assert select_row_numbers() == [0, 1, 2, 3, 4]


def test_an_unknown_column_is_named_with_the_nearest_one() -> None:
    with pytest.raises(ModuleError, match="Did you mean 'price'"):
        select_row_numbers(Condition(column="prise", operator="is missing"))


def test_a_value_of_another_type_is_refused() -> None:
    with pytest.raises(ModuleError, match="Got 'much'") as refused:
        select_row_numbers(Condition(column="price", operator=">", values=("much",)))
    assert (refused.value.port, refused.value.parameter) == ("dataset", "conditions")
