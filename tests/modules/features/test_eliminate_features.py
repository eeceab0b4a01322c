"""Features are eliminated until the useful ones are left, whatever the model."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.feature_selection.eliminate_features import eliminate_features
from modules.kit import Dataset, ModuleError, catalog

RANDOM = np.random.default_rng(0)
BASE, OTHER = RANDOM.normal(0, 1, (2, 120))
TABLE = Dataset(
    pd.DataFrame(
        {
            "number": range(120),
            "useful": BASE,
            **{f"noise {place}": RANDOM.normal(0, 1, 120) for place in range(4)},
            "also useful": OTHER,
            "sales": 3 * BASE + 2 * OTHER + RANDOM.normal(0, 0.1, 120),
            "kind": np.where(BASE + OTHER > 0, "yes", "no"),
        }
    ),
    {"number": "none"},
)


def make_learner(name: str) -> Any:
    return catalog()[name].run({}, {})["untrained_model"]


@pytest.mark.parametrize(
    ("learner", "label", "without"),
    [("linear_regression", "sales", "kind"), ("multiclass_logistic_regression", "kind", "sales")],
)
def test_the_two_useful_features_are_left(learner: str, label: str, without: str) -> None:
    data = Dataset(TABLE.frame.drop(columns=without), TABLE.roles)
    found = eliminate_features(
        make_learner(learner), data, label=label, keep="A number of features", number_of_features=2, share_per_round=0
    )
    assert list(found.selected_dataset.frame) == ["number", "useful", "also useful", label]
    assert found.rounds.frame["Number of features"].tolist() == [6, 5, 4, 3, 2]
    assert found.rounds.frame["Chosen"].tolist() == [False] * 4 + [True]
    again = found.selection_transformation.apply(data)
    assert list(again.frame) == list(found.selected_dataset.frame)


def test_the_fewest_within_one_standard_error_are_fewer_than_those_of_the_best_metric() -> None:
    data, learner = Dataset(TABLE.frame.drop(columns="kind"), TABLE.roles), make_learner("linear_regression")
    best = eliminate_features(learner, data, label="sales")
    few = eliminate_features(learner, data, label="sales", keep="Fewest within one standard error")
    assert few.selected_dataset.frame.shape[1] < best.selected_dataset.frame.shape[1]
    assert {"useful", "also useful"} <= set(few.selected_dataset.frame)


def test_more_features_than_there_are_is_refused() -> None:
    with pytest.raises(ModuleError, match=r"at most 7, the features there are\. Got 9"):
        eliminate_features(
            make_learner("linear_regression"), TABLE, label="sales", keep="A number of features", number_of_features=9
        )
