"""Whole numbers of fewer than 64 bits, as Parquet files and indicator values have them, are reckoned with as others."""

from typing import Any

import pandas as pd
import pytest

from modules.data_transformation.apply_sql_transformation import apply_sql_transformation
from modules.data_transformation.clean_missing_data import clean_missing_data
from modules.data_transformation.clip_values import clip_values
from modules.data_transformation.convert_to_dataset import convert_to_dataset
from modules.kit import Dataset, ModuleError

every_narrow_kind = pytest.mark.parametrize("kind", ["int8", "Int8", "uint8", "UInt16", "int32"])


def _make_narrow_dataset(kind: str) -> Dataset:
    return Dataset(pd.DataFrame({"x": pd.array([1, 2, 3], dtype=kind)}))


def _get_cells(dataset: Dataset) -> list[Any]:
    assert dataset.schema["x"].type == "integer"
    cells: list[Any] = dataset.frame["x"].tolist()
    return cells


@every_narrow_kind
@pytest.mark.parametrize("threshold", [2_000_000_000_000, -300])
def test_numbers_are_clipped_to_thresholds_that_their_type_has_no_room_for(kind: str, threshold: int) -> None:
    thresholds = {"upper_constant": threshold} if threshold < 0 else {"lower_constant": threshold}
    which = "ClipPeaks" if threshold < 0 else "ClipSubpeaks"
    clipped = clip_values(_make_narrow_dataset(kind), set_of_thresholds=which, **thresholds)  # type: ignore[arg-type]
    assert _get_cells(clipped) == [threshold] * 3


def test_a_threshold_beyond_whole_numbers_makes_real_ones() -> None:
    clipped = clip_values(_make_narrow_dataset("int64"), set_of_thresholds="ClipSubpeaks", lower_constant=1e30)
    assert clipped.frame["x"].tolist() == [1e30] * 3


@every_narrow_kind
def test_a_new_value_need_not_fit_into_as_many_bits(kind: str) -> None:
    changed = convert_to_dataset(
        _make_narrow_dataset(kind),
        action="ReplaceValues",
        replace_values="Custom",
        custom_value="2",
        new_value="-99999",
    )
    assert _get_cells(changed) == [1, -99_999, 3]


def test_gaps_are_filled_with_numbers_of_more_bits() -> None:
    gaps = Dataset(pd.DataFrame({"x": pd.array([1, None, 3], dtype="Int8")}))
    cleaned = clean_missing_data(
        gaps, cleaning_mode="Custom substitution value", replacement_value="-999"
    ).cleaned_dataset
    assert _get_cells(cleaned) == [1, -999, 3]
    with pytest.raises(ModuleError, match=r"not a valid value for column 'x'.* exclude the column") as refused:
        clean_missing_data(gaps, cleaning_mode="Custom substitution value", replacement_value="9" * 20)
    assert (refused.value.number, refused.value.parameter) == (2, "replacement_value")


@every_narrow_kind
def test_a_query_reckons_in_64_bits(kind: str) -> None:
    answer = apply_sql_transformation(_make_narrow_dataset(kind), sql_query_script="select x * 100 as x from t1")
    assert _get_cells(answer) == [100, 200, 300]
