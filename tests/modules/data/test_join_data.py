"""Join Data: which rows and columns come out of each join."""

from typing import Any, get_args

import pandas as pd
import pytest

from modules.data_transformation.join_data import join_data
from modules.data_transformation.row_joins import JoinType
from modules.kit import Dataset, ModuleError, catalog

CARS = Dataset(
    pd.DataFrame({"make": ["bmw", "audi", "vw", None], "price": [4, 3, 2, 1], "new": [True, False, True, True]}),
    {"price": "label"},
)
MAKERS = Dataset(pd.DataFrame({"name": ["audi", "bmw", "BMW", None], "price": [30, 40, 41, 0], "big": [True] * 4}))
ALL_JOINS = get_args(JoinType)
KEY_COLUMNS: dict[str, Any] = {"left_key_columns": ("make",), "right_key_columns": ("name",)}


def _join_tables(join_type: str, **parameters: Any) -> list[list[Any]]:
    frame = join_data(CARS, MAKERS, join_type=join_type, **KEY_COLUMNS, **parameters).frame  # type: ignore[arg-type]
    return [[None if pd.isna(value) else value for value in row] for row in frame.itertuples(index=False)]


def test_an_inner_join_keeps_the_rows_with_a_partner() -> None:
    assert _join_tables("Inner Join", keep_right_key_columns=False) == [
        ["bmw", 4, True, 40, True],
        ["audi", 3, False, 30, True],
    ]


def test_a_left_outer_join_keeps_every_left_row_and_missing_keys_have_no_partner() -> None:
    assert _join_tables("Left Outer Join", match_case=False) == [
        ["bmw", 4, True, "bmw", 40, True],
        ["bmw", 4, True, "BMW", 41, True],
        ["audi", 3, False, "audi", 30, True],
        ["vw", 2, True, None, None, None],
        [None, 1, True, None, None, None],
    ]


def test_a_full_outer_join_takes_keys_from_either_side() -> None:
    assert _join_tables("Full Outer Join", keep_right_key_columns=False)[-2:] == [
        ["BMW", None, None, 41, True],
        [None, None, None, 0, True],
    ]


def test_a_right_join_keeps_every_right_row_in_its_order() -> None:
    assert _join_tables("Right Outer Join", keep_right_key_columns=False) == [
        ["audi", 3, False, 30, True],
        ["bmw", 4, True, 40, True],
        ["BMW", None, None, 41, True],
        [None, None, None, 0, True],
    ]


def test_anti_joins_keep_the_rows_of_one_side_without_a_match() -> None:
    assert _join_tables("Left Anti-Join") == [["vw", 2, True], [None, 1, True]]
    assert _join_tables("Right Anti-Join") == [["BMW", 41, True], [None, 0, True]]


def test_how_many_rows_match_is_said(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    joined = join_data(CARS, MAKERS, **KEY_COLUMNS)
    assert joined.remark == "2 of 4 left rows and 2 of 4 right rows have a match."
    assert joined.remark in caplog.text


def test_a_key_that_repeats_on_both_sides_is_warned_of(caplog: pytest.LogCaptureFixture) -> None:
    twice = Dataset(pd.DataFrame({"make": ["audi"] * 3}))
    join_data(twice, twice, left_key_columns=("make",))
    assert "3 and 3 rows have 9 matches" in caplog.text


def test_large_whole_numbers_with_gaps_stay_exact_on_every_side() -> None:
    exact = Dataset(pd.DataFrame({"make": ["vw", "🦔"], "id": [2**53 + 1, 2**62 - 1]}))
    for join_type in ("Left Outer Join", "Right Outer Join", "Full Outer Join"):
        joined = join_data(
            exact, exact.with_frame(exact.frame.tail(1)), left_key_columns=("make",), join_type=join_type
        )
        assert joined.frame["id"].dropna().tolist()[-1] == 2**62 - 1
        assert (joined.frame["id"].dropna().tolist()[0] == 2**53 + 1) == (join_type != "Right Outer Join")


def test_a_semi_join_keeps_left_rows_once() -> None:
    assert _join_tables("Left Semi-Join", match_case=False) == [["bmw", 4, True], ["audi", 3, False]]


def test_a_name_that_is_taken_gets_a_suffix_and_roles_travel() -> None:
    right = Dataset(pd.DataFrame({"make": ["audi"], "price": [1.5], "price_right": [2]}), {"price_right": "weight"})
    joined = join_data(CARS, right, left_key_columns=("make",))
    assert [(column.name, column.role) for column in joined.schema] == [
        ("make", "feature"),
        ("price", "label"),
        ("new", "feature"),
        ("make_right", "feature"),
        ("price_right_right", "feature"),
        ("price_right", "weight"),
    ]


@pytest.mark.parametrize("join_type", ALL_JOINS)
@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("as_category", [True, False])
def test_predicted_columns_are_the_real_ones_in_every_join(join_type: str, keep: bool, as_category: bool) -> None:
    kind = "category" if as_category else "str"
    left = Dataset(CARS.frame.astype({"make": kind}), CARS.roles)
    module = catalog()["join_data"]
    parameters = {**KEY_COLUMNS, "join_type": join_type, "keep_right_key_columns": keep}
    joined = module.run({"left_dataset": left, "right_dataset": MAKERS}, parameters)["results_dataset"]
    predicted = module.infer_schemas(
        {"left_dataset": left.schema, "right_dataset": MAKERS.schema}, module.parameters(**parameters)
    )
    assert predicted["results_dataset"] == joined.schema


def test_keys_of_several_columns_and_of_mixed_numbers_match() -> None:
    left = Dataset(pd.DataFrame({"year": [2020, 2020, 2021], "month": [1, 2, 1]}))
    right = Dataset(pd.DataFrame({"month": [2.0, 1.0], "year": [2020.0, 2021.0], "sales": [7, 8]}))
    joined = join_data(left, right, left_key_columns=("year", "month"), keep_right_key_columns=False)
    assert joined.frame.to_numpy().tolist() == [[2020, 2, 7], [2021, 1, 8]]


@pytest.mark.parametrize(
    ("parameters", "number"),
    [
        ({"left_key_columns": ("make",)}, 1),
        ({"left_key_columns": ("make",), "right_key_columns": ("price",)}, 154),
        ({"left_key_columns": ("make", "price"), "right_key_columns": ("name",)}, 27),
        ({"left_key_columns": ("maker",), "right_key_columns": ("name",)}, 1),
    ],
)
def test_keys_that_cannot_be_compared_are_refused(parameters: dict[str, Any], number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        join_data(CARS, MAKERS, **parameters)
    assert refused.value.number == number
