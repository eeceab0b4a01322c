"""Folds of cross validation and tuning: whole groups, and the order of time."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.model_selection import GroupKFold, StratifiedGroupKFold, TimeSeriesSplit

from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.kit import Dataset, ModuleError, Role
from modules.kit.artifact_views import build_view
from modules.kit.serialization import load_value, save_value
from modules.learning.cross_validation import split_into_folds
from modules.learning.supervised_examples import make_swept_loan_learner
from modules.model_scoring_and_evaluation.cross_validate_model import cross_validate_model
from modules.model_training.tune_model_hyperparameters import tune_model_hyperparameters
from modules.regression.linear_regression import linear_regression


def make_shops(rows: int = 200, **roles: Role) -> Dataset:
    """Rows of 20 shops on different days."""
    random = np.random.default_rng(0)
    visitors = random.normal(100, 20, rows).round()
    frame = pd.DataFrame(
        {
            "shop": [f"shop {number}" for number in random.integers(0, 20, rows)],
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(random.permutation(rows), "D"),
            "visitors": visitors,
            "sales": (visitors * 3 + random.normal(0, 30, rows)).round(2),
            "profit": np.where(visitors + random.normal(0, 10, rows) > 100, "yes", "no"),
        }
    )
    return Dataset(frame, roles or {"shop": "group", "day": "time"})


def test_folds_of_numbers_hold_whole_groups_as_scikit_learn_draws_them() -> None:
    data = make_shops()
    codes = pd.factorize(data.frame["shop"])[0]
    splits = split_into_folds(linear_regression(), data, "sales", 5, seed=3)
    expected = GroupKFold(5, shuffle=True, random_state=3).split(codes, groups=codes)
    for split, (train, test) in zip(splits, expected, strict=True):
        assert np.array_equal(split.train, train)
        assert np.array_equal(split.test, test)
        assert not set(data.frame["shop"].iloc[split.train]) & set(data.frame["shop"].iloc[split.test])


def test_folds_of_classes_hold_whole_groups_in_like_shares() -> None:
    data = make_shops()
    codes = pd.factorize(data.frame["shop"])[0]
    splits = split_into_folds(two_class_logistic_regression(), data, "profit", 4, seed=1)
    expected = StratifiedGroupKFold(4, shuffle=True, random_state=1).split(codes, data.frame["profit"], codes)
    assert [split.test.tolist() for split in splits] == [test.tolist() for _, test in expected]


def test_folds_of_partition_and_sample_are_no_groups() -> None:
    data = make_shops(day="none")
    numbered = Dataset(data.frame.assign(**{"Fold Number": np.arange(200) % 4}), {"Fold Number": "group"})
    assert [len(split.test) for split in split_into_folds(linear_regression(), numbered, "sales", 10, 0)] == [50] * 4


def test_folds_by_time_are_those_of_time_series_split() -> None:
    data = make_shops()
    order = np.argsort(data.frame["day"].to_numpy())
    splits = split_into_folds(linear_regression(), data, "sales", 5, 0, "By time")
    for split, (train, test) in zip(splits, TimeSeriesSplit(5).split(order), strict=True):
        assert np.array_equal(split.train, np.sort(order[train]))
        assert np.array_equal(split.test, np.sort(order[test]))


def test_rows_of_one_time_are_in_one_fold_by_time() -> None:
    data = make_shops()
    weekly = Dataset(data.frame.assign(day=data.frame["day"].dt.to_period("M").dt.start_time), data.roles)
    splits = split_into_folds(linear_regression(), weekly, "sales", 3, 0, "By time")
    for split in splits:
        assert weekly.frame["day"].iloc[split.train].max() < weekly.frame["day"].iloc[split.test].min()


def test_folds_by_time_are_within_each_series_and_short_series_are_only_trained_on() -> None:
    """The first shop closed before the second opened; the third has been open for two days."""
    days = pd.date_range("2024-01-01", periods=90)
    shops = ["Ayr"] * 40 + ["Bath"] * 48 + ["Cork"] * 2
    frame = pd.DataFrame({"shop": shops, "day": days, "visitors": np.arange(90) % 7, "sales": np.arange(90.0)})
    data = Dataset(frame, {"shop": "series", "day": "time"})
    splits = split_into_folds(linear_regression(), data, "sales", 3, 0, "By time")
    for split in splits:
        train, test = data.frame.iloc[split.train], data.frame.iloc[split.test]
        assert set(train["shop"]) == {"Ayr", "Bath", "Cork"}
        assert test["shop"].value_counts().to_dict() == {"Ayr": 10, "Bath": 12}
        newest, first = train.groupby("shop")["day"].max(), test.groupby("shop")["day"].min()
        assert (newest[["Ayr", "Bath"]] < first).all()
    _, by_fold = cross_validate_model(linear_regression(), data, label="sales", number_of_folds=3, fold_order="By time")
    assert by_fold.remark == "3 folds by 'day': each is scored by a model of all earlier rows of its series ('shop')."


def test_cross_validation_by_time_scores_all_rows_but_the_oldest() -> None:
    data = make_shops()
    scored, by_fold = cross_validate_model(
        linear_regression(), data, label="sales", number_of_folds=4, fold_order="By time"
    )
    oldest = data.frame["day"].sort_values().iloc[:40]
    assert scored.rows == 160
    assert not scored.frame["day"].isin(oldest).any()
    assert by_fold.remark == "4 folds by 'day': each is scored by a model of all earlier rows."
    assert by_fold.frame["Number of examples in fold"].tolist()[:4] == [40] * 4


def test_what_is_said_of_rows_is_stored_and_shown(tmp_path: Path) -> None:
    data = make_shops(shop="group", visitors="weight")
    scored, by_fold = cross_validate_model(linear_regression(), data, label="sales", number_of_folds=4)
    remark = "4 folds of whole groups of 'shop'. Weighted by 'visitors'."
    assert scored.remark == by_fold.remark == remark
    stored = load_value(save_value(by_fold, tmp_path, "dataset").path, "dataset")
    assert build_view(stored).model_dump(mode="json")["remark"] == remark
    # What is made of it is something else.
    assert scored.with_frame(scored.frame.head()).remark is None


def test_tuning_measures_in_folds_of_whole_groups(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"):
        tune_model_hyperparameters(make_swept_loan_learner(), make_shops(), label="profit", maximum_number_of_runs=2)
    assert "5 folds of whole groups of 'shop'." in caplog.text


@pytest.mark.parametrize(
    ("data", "order", "number", "words"),
    [
        (make_shops(), "Random", 141, "'shop' has 20 groups, and 25 folds need at least 25"),
        (
            make_shops(shop="group", visitors="group"),
            "Random",
            22,
            "Only one column at 'dataset' can have the role group",
        ),
        (make_shops(shop="group", day="none"), "By time", 18, "No column at 'dataset' has the role time"),
        (make_shops(shop="time"), "By time", 17, "'shop' is text"),
        (make_shops(shop="time", day="time"), "By time", 22, "Got 2: 'shop', 'day'"),
        (
            Dataset(make_shops().frame.assign(day=pd.Timestamp("2024-01-01")), {"day": "time"}),
            "By time",
            21,
            "1 different times",
        ),
        (
            Dataset(make_shops().frame.assign(shop=pd.Series([None, *"ab" * 99, "c"])), {"shop": "group"}),
            "Random",
            18,
            "missing in 1 row",
        ),
        (
            Dataset(make_shops().frame.assign(shop=pd.Series([[1], [2]] * 100)), {"shop": "group"}),
            "Random",
            17,
            "lists",
        ),
    ],
)
def test_roles_that_cannot_be_used_are_numbered_errors(data: Dataset, order: Any, number: int, words: str) -> None:
    with pytest.raises(ModuleError, match=words) as caught:
        cross_validate_model(linear_regression(), data, label="sales", number_of_folds=25, fold_order=order)
    assert caught.value.number == number
