"""Outliers: bounds that are computed once and applied to other data, and what becomes of the values beyond them."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.outliers import outliers
from modules.kit import Columns, Dataset, ModuleError, catalog
from tests.server.module_programs import assert_script_gives_the_same

NUMBERS = [1.0, 2.0, 3.0, 4.0, 5.0, None, 100.0, -90.0]
TABLE = Dataset(
    pd.DataFrame({"x": NUMBERS, "whole": pd.array([*range(6), None, 900], dtype="Int64"), "t": list("abcdefgh")})
)
METHODS = ["Interquartile range", "Standard deviations", "Median deviations"]
ACTIONS = ["Mark", "Clip", "Remove rows", "Make missing"]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("side", ["Both sides", "Only large values", "Only small values"])
def test_schema_script_and_transformation_agree_with_the_result(method: str, action: str, side: str) -> None:
    module = catalog()["outliers"]
    parameters = {"method": method, "action": action, "side": side, "deviations": 1.5}
    made = module.run({"dataset": TABLE}, parameters)
    predicted = module.infer_schemas({"dataset": TABLE.schema}, module.parameters(**parameters))
    assert predicted["results_dataset"] == made["results_dataset"].schema
    again = made["transformation"].apply(TABLE)
    pd.testing.assert_frame_equal(again.frame, made["results_dataset"].frame)
    assert_script_gives_the_same("outliers", {"dataset": TABLE}, parameters)


@pytest.mark.parametrize("method", ["Interquartile range", "Median deviations"])
def test_the_far_values_are_found(method: Any) -> None:
    marked = outliers(TABLE, method=method).results_dataset.frame
    assert marked["x_is_outlier"].tolist() == [False] * 6 + [True, True]
    removed = outliers(TABLE, method=method, action="Remove rows").results_dataset.frame
    assert removed["t"].tolist() == list("abcdef")
    emptied = outliers(TABLE, method=method, action="Make missing").results_dataset.frame
    assert emptied["x"].isna().tolist() == [False] * 5 + [True] * 3
    assert emptied["whole"].tolist()[:6] == list(range(6))
    large = outliers(TABLE, method=method, side="Only large values").results_dataset.frame
    assert large["x_is_outlier"].tolist() == [False] * 6 + [True, False]


def test_clipped_values_are_at_the_bound_of_the_box_plot() -> None:
    clipped = outliers(TABLE, action="Clip").results_dataset.frame
    low, high = np.percentile([value for value in NUMBERS if value is not None], [25, 75])
    assert clipped["x"].max() == high + 1.5 * (high - low)
    assert clipped["x"].min() == low - 1.5 * (high - low)


def test_bounds_come_from_the_training_data_and_a_deployed_model_keeps_its_rows() -> None:
    fitted = outliers(TABLE, action="Remove rows").transformation
    new = Dataset(pd.DataFrame({"x": [3.0, 50.0], "whole": [1, 2]}))
    assert fitted.apply(new).frame["x"].tolist() == [3.0]
    assert fitted.keep_all_rows().apply(new).frame["x"].tolist() == [3.0, 50.0]
    assert fitted.restrict_to(frozenset({"whole"})).apply(new).rows == 2


def test_infinite_values_are_beyond_every_bound_and_move_none() -> None:
    table = Dataset(pd.DataFrame({"x": [1.0, 2.0, 3.0, np.inf, -np.inf]}))
    found = outliers(table, method="Standard deviations")
    assert found.results_dataset.frame["x_is_outlier"].tolist() == [False] * 3 + [True] * 2
    assert found.transformation.describe()[0]["highest"] < 6


def test_a_constant_or_missing_column_is_left_alone_with_a_word(caplog: pytest.LogCaptureFixture) -> None:
    table = Dataset(pd.DataFrame({"same": [5.0] * 9 + [7.0], "none": [np.nan] * 10}))
    made = outliers(table, method="Median deviations", action="Remove rows").results_dataset
    assert made.rows == 10
    assert "'same' has no bounds" in caplog.text
    assert "'none' has no bounds" in caplog.text


def test_a_column_of_texts_is_refused() -> None:
    with pytest.raises(ModuleError, match="'t' is text"):
        outliers(TABLE, columns_to_check=Columns(start="none", names=("t",)))
