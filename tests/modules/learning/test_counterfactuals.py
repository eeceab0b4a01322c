"""Counterfactuals are predicted as wanted, change as little as they may, and take over values that occur."""

import numpy as np
import pandas as pd
import pytest

from modules.kit import Columns, Dataset, ModuleError, TrainedModel, catalog
from modules.learning.predicting import score_dataset
from modules.model_scoring_and_evaluation.find_counterfactuals import find_counterfactuals

FEATURES = ["income", "age", "home"]


def make_loans(count: int = 300) -> Dataset:
    """Loans that are paid back by income alone, or by owning a home; age does nothing."""
    random = np.random.default_rng(6)
    income, home = random.uniform(10, 90, count).round(1), random.choice(["rent", "own"], count)
    paid = np.where((income > 50) | (home == "own"), "yes", "no")
    frame = pd.DataFrame({"income": income, "age": random.integers(20, 70, count), "home": home, "paid": paid})
    return Dataset(frame, {"paid": "label"})


def train(learner: str, label: str, data: Dataset) -> TrainedModel:
    untrained = catalog()[learner].run({}, {})["untrained_model"]
    made: TrainedModel = catalog()["train_model"].run(
        {"untrained_model": untrained, "dataset": data}, {"label": label}
    )["trained_model"]
    return made


def test_each_counterfactual_is_predicted_as_wanted_by_the_fewest_values_that_occur() -> None:
    data = make_loans()
    model = train("two_class_boosted_decision_tree", "paid", data)
    refused = data.with_frame(data.frame[data.frame["paid"] == "no"].head(6).reset_index(drop=True))
    found = find_counterfactuals(model, refused, data, wanted_class="yes").frame
    assert set(found["Row"]) == set(range(1, 7))
    predicted = score_dataset(model, Dataset(found[FEATURES].reset_index(drop=True))).columns["Scored Labels"]
    assert predicted.tolist() == found["Prediction After"].tolist() == ["yes"] * len(found)
    assert set(found.loc[found["Counterfactual"] == 1, "Changes"]) == {1}
    first = found.iloc[0]
    before = refused.frame.iloc[first["Row"] - 1]
    changed = [name for name in FEATURES if first[name] != before[name]]
    assert len(changed) == first["Changes"]
    assert all(first[name] in set(data.frame[name]) for name in changed)
    assert all(f"{name} " in first["What Changes"] for name in changed)


def test_columns_that_stay_do_and_rows_predicted_as_wanted_are_left_out() -> None:
    data = make_loans()
    model = train("two_class_boosted_decision_tree", "paid", data)
    kept = Columns(start="none", names=("home",))
    found = find_counterfactuals(model, data, wanted_class="yes", columns_that_stay=kept, rows_to_explain=30).frame
    before = data.frame.loc[found["Row"] - 1].reset_index(drop=True)
    assert found["home"].tolist() == before["home"].tolist()
    assert set(before["paid"]) == {"no"}


def test_numbers_reach_the_bounds_that_are_wanted() -> None:
    data = make_loans().frame.assign(limit=lambda rows: rows["income"] * 3 + (rows["home"] == "own") * 40)
    regression = Dataset(data.drop(columns="paid"), {"limit": "label"})
    model = train("linear_regression", "limit", regression)
    poor = regression.with_frame(regression.frame.sort_values("limit").head(5).reset_index(drop=True))
    found = find_counterfactuals(model, poor, wanted_minimum=150.0, wanted_maximum=200.0).frame
    assert set(found["Row"]) == {1, 2, 3, 4, 5}
    assert found["Prediction After"].astype("float64").between(150, 200).all()


def test_wishes_that_do_not_fit_the_model_are_refused() -> None:
    data = make_loans()
    model = train("two_class_logistic_regression", "paid", data)
    with pytest.raises(ModuleError, match="knows no class 'maybe'"):
        find_counterfactuals(model, data, wanted_class="maybe")
