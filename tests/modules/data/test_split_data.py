"""Split Data: fractions, strata, patterns and expressions."""

import time
from typing import Any

import pandas as pd
import pytest

from modules.data_transformation.split_data import split_data
from modules.kit import Dataset, ModuleError

DATE_TEXTS = pd.Series(["2024-01-01", "2024-06-01 12:30", None, "2024-03-05", "2025-01-01"])
CARS = Dataset(
    pd.DataFrame(
        {
            "make": pd.Categorical(["audi", "bmw", None, "audi", "vw"]),
            "price": [13_950.0, 16_430.0, 7_295.0, None, 7_775.0],
            "doors": [2, 4, 4, 2, 4],
            "new": [True, False, True, False, True],
            "seen": pd.to_datetime(DATE_TEXTS, format="ISO8601"),
        }
    ),
    {"price": "label"},
)


def _split_first_rows(**parameters: Any) -> list[int]:
    """Positions of the rows in the first output; the second output must hold all the others."""
    numbered = Dataset(CARS.frame.assign(row=range(CARS.rows)), CARS.roles)
    first, second = split_data(numbered, **parameters)
    assert sorted([*first.frame["row"], *second.frame["row"]]) == list(range(CARS.rows))
    return list(first.frame["row"])


@pytest.mark.parametrize(("fraction", "rows"), [(0.0, 0), (0.5, 97), (0.7, 135), (1.0, 193)])
def test_the_first_output_has_the_fraction_of_the_rows(fraction: float, rows: int) -> None:
    first, second = split_data(Dataset(pd.DataFrame({"x": range(193)})), fraction=fraction)
    assert (first.rows, second.rows) == (rows, 193 - rows)


def test_rows_keep_their_order_and_another_seed_draws_others() -> None:
    dataset = Dataset(pd.DataFrame({"x": range(100)}))
    one, other = (list(split_data(dataset, seed=seed).results_dataset1.frame["x"]) for seed in (1, 2))
    assert one == sorted(one)
    assert one != other


def test_without_randomizing_the_first_rows_come_first() -> None:
    assert _split_first_rows(randomized=False, fraction=0.4) == [0, 1]


def test_every_stratum_is_divided_in_the_same_proportion() -> None:
    dataset = Dataset(pd.DataFrame({"label": ["good"] * 70 + ["bad"] * 20 + [None] * 10}))
    first, _ = split_data(dataset, fraction=0.3, stratify_by="label")
    assert first.frame["label"].fillna("missing").value_counts().to_dict() == {"good": 21, "bad": 6, "missing": 3}


def test_many_small_strata_still_add_up_to_the_fraction() -> None:
    dataset = Dataset(pd.DataFrame({"group": [row // 3 for row in range(300)]}))
    first, _ = split_data(dataset, fraction=0.5, stratify_by="group")
    assert (first.rows, first.frame["group"].value_counts().max()) == (150, 2)


def test_roles_and_categories_travel() -> None:
    first, second = split_data(CARS, fraction=0.6)
    assert first.schema == second.schema == CARS.schema


@pytest.mark.parametrize(
    ("expression", "rows"),
    [
        ('"price" > 7775', [0, 1]),
        ('\\"price" >= 7775', [0, 1, 4]),
        ('"price" > 7300 & "price" < 15000', [0, 4]),
        ('"price" > 7300 & < 15000', [0, 4]),
        ('"make" == "audi" | "make" == "vw"', [0, 3, 4]),
        ('"make" != "audi"', [1, 4]),
        ('"doors" = 2 & "make" == "audi" | "price" < 7300', [0, 2, 3]),
        ('"new" == true', [0, 2, 4]),
        ('"seen" > 2024-06-01', [1, 4]),
        ('"seen" <= 2024-06-01 12:30 & "new" == false', [1, 3]),
        ("price < 1e4", [2, 4]),
    ],
)
def test_an_expression_chooses_the_rows(expression: str, rows: list[int]) -> None:
    assert _split_first_rows(splitting_mode="Relative Expression", expression=expression) == rows


@pytest.mark.parametrize(
    ("expression", "number"),
    [
        ("", 2),
        ('"price"', 2),
        ('"price" >', 2),
        ('"price" > 5 &', 2),
        ('"price" > 5 "doors" < 3', 2),
        ('"price > 5', 2),
        ('"price" > cheap', 2),
        ('"make" > "audi"', 17),
        ('"prise" > 5', 1),
        ('"audi" != "make"', 1),
        ('__import__("os").system("true")', 2),
    ],
)
def test_an_expression_that_cannot_be_used_is_refused(expression: str, number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        split_data(CARS, splitting_mode="Relative Expression", expression=expression)
    assert (refused.value.number, refused.value.parameter) == (number, "expression")


def test_a_value_in_front_of_its_column_is_told_the_way_around() -> None:
    with pytest.raises(ModuleError, match=r"'audi' is no column of the data\. Put the column first: .make. == .audi."):
        split_data(CARS, splitting_mode="Relative Expression", expression='"audi" == "make"')


def test_parentheses_are_refused_as_such() -> None:
    with pytest.raises(ModuleError, match="parentheses are not supported") as refused:
        split_data(CARS, splitting_mode="Relative Expression", expression='("price" > 5) | ("price" < 2)')
    assert (refused.value.number, refused.value.parameter) == (2, "expression")


def test_a_pattern_chooses_the_rows_whose_text_has_a_match() -> None:
    assert _split_first_rows(splitting_mode="Regular Expression", column="make", pattern="^(audi|vw)$") == [0, 3, 4]
    assert _split_first_rows(splitting_mode="Regular Expression", column="doors", pattern="4") == [1, 2, 4]


def test_a_pattern_that_would_hang_others_takes_no_time() -> None:
    dataset = Dataset(pd.DataFrame({"text": ["a" * 5_000 + "!"] * 100}))
    start = time.perf_counter()
    first, _ = split_data(dataset, splitting_mode="Regular Expression", column="text", pattern="(a+)+$")
    assert (first.rows, time.perf_counter() - start < 2) == (0, True)


@pytest.mark.parametrize(("column", "pattern", "number"), [("make", "(", 2), ("make", r"(?=a)", 2), (None, "a", 11)])
def test_a_pattern_that_cannot_be_used_is_refused(column: str | None, pattern: str, number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        split_data(CARS, splitting_mode="Regular Expression", column=column, pattern=pattern)
    assert refused.value.number == number
