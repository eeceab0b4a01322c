"""Lists in cells, mixed time zones, and numbers that are too large: numbered errors, and no raw ones."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, catalog

CHOSEN = {"start": "none", "names": ["tags"]}
MAKERS: dict[str, Callable[[int], object]] = {
    "list": lambda row: [row % 3],
    "array": lambda row: np.array([row % 3, 1]),
    "mapping": lambda row: {"a": row},
}
#: {what is done to a column of lists: module, port, parameters}
USES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "stratified split": ("split_data", "dataset", {"stratify_by": "tags"}),
    "stratified folds": (
        "partition_and_sample",
        "dataset",
        {"partition_or_sample_mode": "Assign to Folds", "stratify_by": "tags"},
    ),
    "stratified sample": ("partition_and_sample", "dataset", {"rate_of_sampling": 0.5, "stratify_by": "tags"}),
    "SMOTE by label": ("smote", "samples", {"label": "tags"}),
    "SMOTE by feature": ("smote", "samples", {"label": "paid"}),
    "indicators": ("convert_to_indicator_values", "dataset", {"categorical_columns_to_convert": CHOSEN}),
    "categories": ("edit_metadata", "dataset", {"columns": CHOSEN, "categorical": "Categorical"}),
    "codes by alphabet": ("encode_categories", "dataset", {"columns_to_encode": CHOSEN}),
    "codes by frequency": ("encode_categories", "dataset", {"columns_to_encode": CHOSEN, "encoding": "Frequency"}),
    "order of a last value": (
        "aggregate",
        "dataset",
        {"group_by": ["paid"], "order_by": "tags", "aggregations": [{"function": "Last", "columns": ["age"]}]},
    ),
    "clean by type": ("clean_missing_data", "dataset", {}),
    "clean by mode": (
        "clean_missing_data",
        "dataset",
        {"cleaning_mode": "Replace with mode", "columns_to_be_cleaned": CHOSEN},
    ),
    "clean by value": (
        "clean_missing_data",
        "dataset",
        {"cleaning_mode": "Custom substitution value", "columns_to_be_cleaned": CHOSEN},
    ),
}


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("use", USES)
def test_lists_in_a_column_are_a_numbered_error(use: str, kind: str) -> None:
    module, port, parameters = USES[use]
    gaps = use.startswith("clean")
    tags = pd.Series([None if gaps and row == 3 else MAKERS[kind](row) for row in range(40)])
    frame = pd.DataFrame({"age": np.arange(40.0), "tags": tags, "paid": ["no", "yes", "yes", "yes"] * 10})
    with pytest.raises(ModuleError, match="Column 'tags' has lists or the like") as caught:
        catalog()[module].run({port: Dataset(frame)}, parameters)
    assert caught.value.number == 17


def test_a_list_that_needs_no_cleaning_stays() -> None:
    frame = pd.DataFrame({"tags": pd.Series([[1], [2]]), "age": [1.0, None]})
    cleaned = catalog()["clean_missing_data"].run({"dataset": Dataset(frame)}, {})["cleaned_dataset"]
    assert cleaned.frame["tags"].tolist() == [[1], [2]]
    assert cleaned.frame["age"].tolist() == [1.0, 1.0]


@pytest.mark.parametrize("reverse", [False, True])
@pytest.mark.parametrize("join_type", ["Inner Join", "Left Outer Join", "Full Outer Join", "Left Semi-Join"])
def test_times_with_and_without_a_zone_cannot_be_joined(join_type: str, reverse: bool) -> None:
    sides = [Dataset(pd.DataFrame({"day": pd.date_range("2024", periods=3, tz=zone)})) for zone in ("UTC", None)]
    left, right = sides[::-1] if reverse else sides
    with pytest.raises(ModuleError, match="the time zone UTC on the") as caught:
        catalog()["join_data"].run(
            {"left_dataset": left, "right_dataset": right}, {"left_key_columns": ["day"], "join_type": join_type}
        )
    assert caught.value.number == 154


LARGE = Dataset(pd.DataFrame({"x": [1e308, -1e308, 0.0], "y": [1.0, np.inf, np.nan], "z": [1e308, 1.7e308, np.nan]}))


@pytest.mark.parametrize(
    ("module", "parameters", "column"),
    [
        ("normalize_data", {"transformation_method": "MinMax", "columns_to_transform": "x"}, "x"),
        ("normalize_data", {"transformation_method": "MinMax", "columns_to_transform": "y"}, "y"),
        ("normalize_data", {"transformation_method": "ZScore", "columns_to_transform": "y"}, "y"),
        ("clean_missing_data", {"cleaning_mode": "Replace with mean", "columns_to_be_cleaned": "y"}, "y"),
        ("clean_missing_data", {"cleaning_mode": "Replace with mean", "columns_to_be_cleaned": "z"}, "z"),
        ("clean_missing_data", {"cleaning_mode": "Replace with median", "columns_to_be_cleaned": "y"}, "y"),
        ("clean_missing_data", {}, "y"),
    ],
)
def test_infinite_results_are_refused(module: str, parameters: dict[str, Any], column: str) -> None:
    chosen = {
        name: {"start": "none", "names": [value]} if "columns" in name else value for name, value in parameters.items()
    }
    with pytest.raises(ModuleError, match=f"Column '{column}'") as caught:
        catalog()[module].run({"dataset": LARGE}, chosen)
    assert caught.value.number == 33
