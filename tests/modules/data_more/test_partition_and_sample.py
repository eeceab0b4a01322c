"""Partition and Sample: folds, samples and the first rows."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.partition_and_sample import FOLD, partition_and_sample
from modules.data_transformation.select_columns_in_dataset import select_columns_in_dataset
from modules.kit import Columns, Dataset, ModuleError
from modules.kit.serialization import load_value, save_value
from modules.learning.row_roles import FOLD_COLUMN

NUMBERED_DATASET = Dataset(pd.DataFrame({"row": range(103), "label": ["good"] * 63 + ["bad"] * 30 + [None] * 10}))


def _partition_dataset(dataset: Dataset = NUMBERED_DATASET, **parameters: Any) -> Dataset:
    return partition_and_sample(dataset, **parameters).partitioned_dataset


def _assign_folds(**parameters: Any) -> Dataset:
    return _partition_dataset(partition_or_sample_mode="Assign to Folds", **parameters)


def _count_fold_sizes(dataset: Dataset) -> list[int]:
    return [int(size) for size in dataset.frame[FOLD].value_counts().sort_index()]


def test_every_row_gets_a_fold_and_keeps_its_place() -> None:
    made = _assign_folds()
    assert made.frame["row"].tolist() == list(range(103))
    assert (_count_fold_sizes(made), made.roles) == ([21, 21, 21, 20, 20], {FOLD: "group"})


def test_the_column_of_folds_is_called_as_cross_validation_calls_it() -> None:
    assert FOLD_COLUMN == FOLD


def test_folds_are_drawn_by_the_seed_or_dealt_out_in_order() -> None:
    first, again, other = (_assign_folds(seed=seed).frame[FOLD].tolist() for seed in (1, 1, 2))
    assert first == again != other
    assert _assign_folds(randomized_split=False).frame[FOLD].tolist()[:7] == [1, 2, 3, 4, 5, 1, 2]


@pytest.mark.parametrize(
    ("proportions", "sizes"), [("0.5, 0.3, 0.2", [51, 31, 21]), ("0.25,0.25", [26, 26, 51]), ("1", [103])]
)
def test_folds_have_the_proportions_and_a_shortfall_makes_one_more(proportions: str, sizes: list[int]) -> None:
    made = _assign_folds(partitioner_method="Partition with customized proportions", proportions=proportions)
    assert _count_fold_sizes(made) == sizes


@pytest.mark.parametrize(
    "parameters",
    [
        {"number_of_folds": 4},
        {"partitioner_method": "Partition with customized proportions", "proportions": "0.5, 0.2, 0.3"},
        {"number_of_folds": 4, "use_replacement_in_the_partitioning": True},
    ],
)
def test_every_fold_gets_its_share_of_each_stratum(parameters: dict[str, Any]) -> None:
    made = _assign_folds(stratify_by="label", **parameters).frame.fillna({"label": "missing"})
    table = pd.crosstab(made[FOLD], made["label"])
    expected = np.outer(table.sum(axis=1), [30, 63, 10]) / 103
    assert table.columns.tolist() == ["bad", "good", "missing"]
    assert np.abs(table.to_numpy() - expected).max() < 1.01


def test_with_replacement_rows_come_again() -> None:
    made = _assign_folds(number_of_folds=2, use_replacement_in_the_partitioning=True)
    assert (_count_fold_sizes(made), made.frame["row"].duplicated().any()) == ([52, 51], True)


def test_folds_are_picked_from_a_stored_dataset_and_add_up(tmp_path: Any) -> None:
    folds = load_value(save_value(_assign_folds(number_of_folds=3), tmp_path, "folds").path, "dataset")
    picked = [_partition_dataset(folds, partition_or_sample_mode="Pick Fold", fold=fold) for fold in (1, 2, 3)]
    rest = _partition_dataset(
        folds, partition_or_sample_mode="Pick Fold", fold=2, pick_complement_of_the_selected_fold=True
    )
    assert sorted(row for fold in picked for row in fold.frame["row"]) == list(range(103))
    assert sorted([*rest.frame["row"], *picked[1].frame["row"]]) == list(range(103))


def test_folds_are_assigned_anew_where_there_are_some() -> None:
    again = _partition_dataset(_assign_folds(), partition_or_sample_mode="Assign to Folds", number_of_folds=2)
    assert (list(again.frame.columns), _count_fold_sizes(again)) == (["row", "label", FOLD], [52, 51])


def test_folds_that_are_not_there_are_refused() -> None:
    with pytest.raises(ModuleError, match="Their folds: 1 to 5") as refused:
        _partition_dataset(_assign_folds(), partition_or_sample_mode="Pick Fold", fold=6)
    assert (refused.value.number, refused.value.parameter) == (18, "fold")
    without = select_columns_in_dataset(_assign_folds(), select_columns=Columns(names=(FOLD,)))
    with pytest.raises(ModuleError, match="have no folds") as refused:
        _partition_dataset(without, partition_or_sample_mode="Pick Fold")
    assert refused.value.number == 18


@pytest.mark.parametrize(
    ("proportions", "number"), [("", 2), ("half", 2), ("0.7, 0.5", 8), ("0, 1", 8), ("nan", 8), ("0.999, 0.001", 21)]
)
def test_proportions_that_cannot_be_used_are_refused(proportions: str, number: int) -> None:
    with pytest.raises(ModuleError) as refused:
        _assign_folds(partitioner_method="Partition with customized proportions", proportions=proportions)
    assert (refused.value.number, refused.value.parameter) == (number, "proportions")


def test_more_folds_than_rows_are_refused() -> None:
    with pytest.raises(ModuleError, match="at most 103") as refused:
        _assign_folds(number_of_folds=104)
    assert (refused.value.number, refused.value.parameter) == (21, "number_of_folds")


@pytest.mark.parametrize(("rate", "rows"), [(0.0, 0), (0.01, 1), (0.5, 52), (1.0, 103)])
def test_a_sample_has_its_share_of_the_rows_in_their_order(rate: float, rows: int) -> None:
    drawn = _partition_dataset(rate_of_sampling=rate).frame["row"].tolist()
    assert (len(set(drawn)), drawn) == (rows, sorted(drawn))


def test_the_log_says_why_a_sample_is_empty(caplog: pytest.LogCaptureFixture) -> None:
    drawn = partition_and_sample(Dataset(pd.DataFrame({"x": range(20)}))).partitioned_dataset
    assert (drawn.rows, caplog.messages) == (0, ["The sample is empty: 0.01 of 20 rows is less than half a row."])


def test_a_stratified_sample_has_the_shares_of_the_data() -> None:
    drawn = _partition_dataset(rate_of_sampling=0.3, stratify_by="label").frame["label"].fillna("missing")
    assert drawn.value_counts().to_dict() == {"good": 19, "bad": 9, "missing": 3}


@pytest.mark.parametrize(("wanted", "rows"), [(0, 0), (10, 10), (1_000, 103)])
def test_head_takes_the_first_rows(wanted: int, rows: int) -> None:
    first = _partition_dataset(partition_or_sample_mode="Head", number_of_rows_to_select=wanted)
    assert first.frame["row"].tolist() == list(range(rows))
