"""Split Data and Partition and Sample: whole groups, and the order of time."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.data_transformation.partition_and_sample import partition_and_sample
from modules.data_transformation.row_division import deal_groups
from modules.data_transformation.split_data import split_data
from modules.kit import Dataset, ModuleError, Role
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression
from tests.modules.learning.sample_frames import read_sample


def make_visits(rows: int = 1_000, shops: int = 20, **roles: Role) -> Dataset:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(
        {
            "shop": [f"shop {number}" for number in random.integers(0, shops, rows)],
            "day": pd.Timestamp("2024-01-01") + pd.to_timedelta(random.integers(0, 100, rows), "D"),
            "bought": random.choice(["yes", "no"], rows, p=[0.2, 0.8]),
        }
    )
    return Dataset(frame, roles or {"shop": "group"})


@pytest.mark.parametrize("stratify_by", [None, "bought"])
@pytest.mark.parametrize("randomized", [True, False])
def test_a_group_is_on_one_side_of_a_split(
    stratify_by: str | None, randomized: bool, caplog: pytest.LogCaptureFixture
) -> None:
    data = make_visits()
    with caplog.at_level("INFO"):
        first, second = split_data(data, fraction=0.7, randomized=randomized, stratify_by=stratify_by)
    assert not set(first.frame["shop"]) & set(second.frame["shop"])
    assert first.rows + second.rows == data.rows
    assert first.rows / data.rows == pytest.approx(0.7, abs=0.05)
    taken = first.frame["shop"].nunique()
    assert first.remark == f"Split by whole groups of 'shop': {taken} of 20 are here."
    assert second.remark == f"Split by whole groups of 'shop': {20 - taken} of 20 are here."
    assert f"Split by whole groups of 'shop': {taken} of 20 are in the first output" in caplog.text
    if stratify_by and randomized:
        shares = [(part.frame["bought"] == "yes").mean() for part in (first, second)]
        assert shares[0] == pytest.approx(shares[1], abs=0.03)


def test_another_seed_draws_other_groups() -> None:
    parts = [set(split_data(make_visits(), seed=seed).results_dataset1.frame["shop"]) for seed in range(3)]
    assert parts[0] != parts[1] or parts[1] != parts[2]


def test_one_large_group_leaves_no_output_empty() -> None:
    frame = pd.DataFrame({"shop": ["a"] * 90 + ["b"] * 10})
    first, second = split_data(Dataset(frame, {"shop": "group"}), fraction=0.9)
    assert {first.rows, second.rows} == {10, 90}
    thirds = pd.DataFrame({"shop": np.repeat(["a", "b", "c"], 10)})
    first, second = split_data(Dataset(thirds, {"shop": "group"}), fraction=0.95)
    assert (first.rows, second.rows) == (20, 10)


def test_no_part_stays_empty_whatever_the_shares() -> None:
    random = np.random.default_rng(0)
    for _ in range(50):
        shares = random.dirichlet(np.full(4, 0.3))
        data = pd.DataFrame({"g": random.integers(0, 8, 200)})
        parts = deal_groups(data, "g", list(shares), seed=1)
        assert set(parts) == {0, 1, 2, 3}
        assert data.assign(part=parts).groupby("g")["part"].nunique().max() == 1


def test_folds_hold_whole_groups() -> None:
    data = make_visits()
    folds = partition_and_sample(data, partition_or_sample_mode="Assign to Folds", number_of_folds=5)
    frame = folds.partitioned_dataset.frame
    assert frame.groupby("shop")["Fold Number"].nunique().max() == 1
    assert frame["Fold Number"].value_counts().between(150, 250).all()
    # The numbers of the folds are no groups of their own.
    first, _ = split_data(Dataset(frame, {"Fold Number": "group"}), fraction=0.5, seed=1)
    assert first.rows == 500
    assert first.frame["Fold Number"].nunique() == 5


def test_the_oldest_rows_come_first_and_one_time_stays_together() -> None:
    data = make_visits(day="time")
    first, second = split_data(data, splitting_mode="Split by Time", fraction=0.7)
    assert first.frame["day"].max() < second.frame["day"].min()
    assert first.rows == pytest.approx(700, abs=10)
    assert second.remark == f"The newest rows by 'day', from {second.frame['day'].min():%Y-%m-%d}."
    chosen, _ = split_data(make_visits(), splitting_mode="Split by Time", fraction=0.7, time_column="day")
    assert chosen.frame.equals(first.frame)


BY_TIME = {"splitting_mode": "Split by Time"}
FOLDS = {"partition_or_sample_mode": "Assign to Folds"}


@pytest.mark.parametrize(
    ("data", "parameters", "number", "words"),
    [
        (make_visits(shops=1), {}, 141, "'shop' has 1 group, and two outputs need at least 2"),
        (make_visits(shop="group", day="group"), {}, 22, "can have the role group"),
        (make_visits(), BY_TIME, 18, "No column at 'dataset' has the role time"),
        (make_visits(), {**BY_TIME, "time_column": "shop"}, 17, "'shop' is text"),
        (make_visits(), {**BY_TIME, "time_column": "nine"}, 1, "nine"),
        (make_visits(), {**FOLDS, "number_of_folds": 21}, 141, "20 groups, and 21 folds need at least 21"),
        (make_visits(), {**FOLDS, "use_replacement_in_the_partitioning": True}, 18, "Turn replacement off"),
    ],
)
def test_what_cannot_be_done_is_a_numbered_error(
    data: Dataset, parameters: dict[str, Any], number: int, words: str
) -> None:
    module: Any = partition_and_sample if "partition_or_sample_mode" in parameters else split_data
    with pytest.raises(ModuleError, match=words) as caught:
        module(data, **parameters)
    assert caught.value.number == number


def test_bike_rentals_are_harder_to_predict_in_order_of_time() -> None:
    """The numbers of the user guide."""
    frame = read_sample("bike_share_daily").drop(columns=["casual", "registered", "instant"])
    days = Dataset(
        frame.assign(date=pd.to_datetime(frame["date"], format="%m/%d/%Y")), {"date": "time", "cnt": "label"}
    )
    found = []
    each: tuple[dict[str, Any], ...] = ({}, BY_TIME)
    for parameters in each:
        train, test = split_data(days, fraction=0.7, **parameters)
        model = train_model(boosted_decision_tree_regression(), train, label="cnt")
        found.append(evaluate_model(score_model(model, test).scored_dataset).metrics[0]["Coefficient_of_Determination"])
    assert found == pytest.approx([0.88, 0.62], abs=0.01)
