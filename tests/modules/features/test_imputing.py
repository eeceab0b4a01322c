"""Gaps filled by the other columns of their row, and the scripts that do the same."""

import logging
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation import imputers
from modules.data_transformation.clean_missing_data import clean_missing_data
from modules.kit import Dataset
from tests.modules.module_scripts import assert_script_gives_the_same

RANDOM = np.random.default_rng(0)
LENGTHS = RANDOM.normal(0, 1, 80)
TABLE = Dataset(
    pd.DataFrame(
        {
            "length": LENGTHS,
            "width": np.where(RANDOM.random(80) < 0.2, np.nan, 1_000 * LENGTHS + RANDOM.normal(0, 1, 80)),
            "count": pd.array([*RANDOM.integers(0, 9, 79), None], dtype="Int64"),
            "empty": np.full(80, np.nan),
            "name": [f"n{row}" for row in range(80)],
        }
    )
)


@pytest.mark.parametrize("mode", ["Replace using MICE", "Replace using nearest neighbors"])
@pytest.mark.parametrize("empty", ["Remove", "Propagate"])
def test_estimates_are_near_the_truth_and_the_script_gives_the_same(mode: Any, empty: Any) -> None:
    made = clean_missing_data(TABLE, cleaning_mode=mode, cols_with_all_missing_values=empty)
    filled = made.cleaned_dataset.frame
    gaps = TABLE.frame["width"].isna()
    assert filled["width"].notna().all()
    assert np.corrcoef(filled["width"][gaps], LENGTHS[gaps])[0, 1] > 0.9
    parameters = {"cleaning_mode": mode, "cols_with_all_missing_values": empty}
    assert_script_gives_the_same("clean_missing_data", {"dataset": TABLE}, parameters)
    again = made.cleaning_transformation.apply(TABLE).frame
    pd.testing.assert_frame_equal(again, filled)


def test_one_neighbor_gives_the_value_of_the_most_similar_row() -> None:
    table = Dataset(pd.DataFrame({"x": [0.0, 1.0, 10.0, 9.8], "y": [5.0, 6.0, 50.0, np.nan]}))
    made = clean_missing_data(table, cleaning_mode="Replace using nearest neighbors", number_of_neighbors=1)
    assert made.cleaned_dataset.frame["y"].tolist() == [5.0, 6.0, 50.0, 50.0]


def test_neighbors_among_many_rows_are_looked_for_in_some_of_them(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(imputers, "MAX_NEIGHBOR_ROWS", 40)
    with caplog.at_level(logging.WARNING):
        made = clean_missing_data(TABLE, cleaning_mode="Replace using nearest neighbors")
    assert made.cleaned_dataset.frame["width"].notna().all()
    assert "among 40 rows, evenly drawn from all 80" in caplog.text
