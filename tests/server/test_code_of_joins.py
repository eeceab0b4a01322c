"""A join as plain code: pandas' own merge where it gives the same, and always the same rows."""

from typing import Any, get_args

import pandas as pd
import pytest

from modules.data_transformation.row_joins import JoinType
from modules.kit import Dataset
from tests.server.module_programs import assert_script_gives_the_same

CARS = Dataset(
    pd.DataFrame(
        {"make": ["bmw", "audi", "vw", None, "audi"], "price": [2**53 + 1, 3, 2, 1, 0], "name": list("abcde")},
    )
)
MAKERS = Dataset(
    pd.DataFrame(
        {
            "make": ["audi", "bmw", "BMW", None, "audi"],
            "price": [30, 40, 41, 0, 31],
            "big": [True] * 5,
            "name": ["audi"] * 5,
        }
    )
)
KEYS: list[dict[str, Any]] = [
    {"left_key_columns": ["make"]},
    {"left_key_columns": ["make"], "right_key_columns": ["name"]},
    {"left_key_columns": ["make", "name"]},
    {"left_key_columns": ["make", "name"], "right_key_columns": ["make", "make"]},
    {"left_key_columns": ["make"], "match_case": False},
]


@pytest.mark.parametrize("join_type", get_args(JoinType))
@pytest.mark.parametrize("keep", [True, False])
@pytest.mark.parametrize("keys", KEYS, ids=lambda keys: " ".join(map(str, keys.values())))
def test_the_code_of_every_join_gives_the_same_rows(join_type: str, keep: bool, keys: dict[str, Any]) -> None:
    parameters = {**keys, "join_type": join_type, "keep_right_key_columns": keep}
    assert_script_gives_the_same("join_data", {"left_dataset": CARS, "right_dataset": MAKERS}, parameters)


def test_a_lookup_reads_as_a_merge() -> None:
    parameters = {"left_key_columns": ["make"], "join_type": "Left Outer Join", "keep_right_key_columns": False}
    text = assert_script_gives_the_same("join_data", {"left_dataset": CARS, "right_dataset": MAKERS}, parameters)
    assert 'right_dataset.dropna(subset=["make"])' in text
    assert "def join_tables" not in text
