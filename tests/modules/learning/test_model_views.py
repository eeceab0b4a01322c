"""What the browser shows of a model."""

import json

import numpy as np
import pandas as pd
import pytest

from modules.classification.decision_tree_classifier import decision_tree_classifier
from modules.classification.multiclass_logistic_regression import multiclass_logistic_regression
from modules.classification.two_class_support_vector_machine import two_class_support_vector_machine
from modules.kit import Dataset, UntrainedModel
from modules.learning.encoding import to_time_parts
from modules.learning.supervised_examples import make_cars, make_flowers, make_loan_learner, make_loans
from modules.model_training.train_model import train_model
from modules.regression.boosted_decision_tree_regression import boosted_decision_tree_regression
from modules.regression.decision_forest_regression import decision_forest_regression
from modules.regression.linear_regression import linear_regression
from tests.view_json import build_thumbnail, build_view


def test_coefficients_give_back_the_predictions() -> None:
    model = train_model(linear_regression(), make_cars(), label="price")
    (shown,) = build_view(model)["coefficients"]
    weights = {item["feature"]: item["weight"] for item in shown["weights"]}
    frame = make_cars().frame

    by_hand = shown["intercept"] + frame["weight"] * weights["weight"] + frame["power"] * weights["power"]
    by_hand += np.where(frame["fuel"] == "gas", weights["fuel = gas"], weights["fuel = diesel"])

    np.testing.assert_allclose(by_hand, model.pipeline.predict(frame))


def test_coefficients_come_largest_first_and_of_two_classes_for_the_positive_one() -> None:
    (shown,) = build_view(train_model(make_loan_learner(), make_loans(), label="paid"))["coefficients"]

    sizes = [abs(item["weight"]) for item in shown["weights"]]
    assert sizes == sorted(sizes, reverse=True)
    assert shown["class"] == "yes"


def test_more_classes_have_coefficients_each() -> None:
    model = train_model(multiclass_logistic_regression(), make_flowers(), label="species")

    assert [item["class"] for item in build_view(model)["coefficients"]] == ["alba", "rubra", "viridis"]


def test_a_calibrated_machine_shows_its_own_coefficients() -> None:
    model = train_model(two_class_support_vector_machine(), make_loans(), label="paid")

    assert len(build_view(model)["coefficients"][0]["weights"]) == len(model.feature_names) == 5


@pytest.mark.parametrize("learner", [boosted_decision_tree_regression(), decision_forest_regression()])
def test_importances_of_trees_add_up_to_one_and_find_what_matters(learner: UntrainedModel) -> None:
    shown = build_view(train_model(learner, make_cars(), label="price"))

    assert sum(item["importance"] for item in shown["importances"]) == pytest.approx(1)
    assert {item["feature"] for item in shown["importances"][:2]} == {"weight", "power"}
    assert shown["coefficients"] is None


def test_gain_of_a_categorical_feature_is_its_own() -> None:
    dataset = make_cars()
    frame = dataset.frame.assign(price=np.where(dataset.frame["fuel"] == "gas", 1.0, 2.0))

    shown = build_view(train_model(boosted_decision_tree_regression(), dataset.with_frame(frame), label="price"))

    assert shown["importances"][0]["feature"] == "fuel"
    assert shown["importances"][0]["importance"] == pytest.approx(1, abs=1e-6)


def test_a_trained_model_says_what_it_is() -> None:
    shown = build_view(train_model(linear_regression(), make_cars(), label="price"))

    assert {name: shown[name] for name in ("kind", "task", "learner", "label", "rows", "classes")} == {
        "kind": "trained_model",
        "task": "regression",
        "learner": "Linear Regression",
        "label": "price",
        "rows": 60,
        "classes": [],
    }
    assert {"name": "L2 regularization weight", "value": 0.001} in shown["parameters"]
    json.dumps(shown, allow_nan=False)


def test_glances_are_weights_or_importances_and_none_before_training() -> None:
    linear = build_thumbnail(train_model(linear_regression(), make_cars(), label="price"))
    trees = build_thumbnail(train_model(boosted_decision_tree_regression(), make_cars(), label="price"))

    assert linear is not None
    assert trees is not None
    assert (linear["kind"], max(map(abs, linear["values"]))) == ("weights", 1)
    assert (trees["kind"], trees["values"][0]) == ("importances", 1)
    assert build_thumbnail(linear_regression()) is None
    assert build_view(linear_regression())["kind"] == "untrained_model"


@pytest.mark.parametrize("kind", ["text", "numbers"])
def test_a_tree_that_asks_what_is_missing_is_drawn(kind: str) -> None:
    """The label follows from the gaps alone, so the first question is about them."""
    values: list[object] = ["a", "b", "c"] if kind == "text" else [1.0, 2.0, 3.0]
    gaps = [None if row % 2 else values[row % 3] for row in range(60)]
    frame = pd.DataFrame({"given": gaps, "label": ["no" if row % 2 else "yes" for row in range(60)]})
    model = train_model(decision_tree_classifier(), Dataset(frame), label="label")
    root = build_view(model)["trees"]["shown"][0]["nodes"][0]["question"]
    assert (root["feature"], root["threshold"], root["levels"]) == ("given", None, None)
    json.dumps(build_view(model), allow_nan=False)


def test_effects_of_the_largest_whole_numbers_are_shown() -> None:
    numbers = [-(2**63), 0, 5, 2**63 - 1] * 15
    frame = pd.DataFrame({"number": numbers, "label": [number > 0 for number in numbers]})
    model = train_model(decision_tree_classifier(), Dataset(frame), label="label")
    (effect,) = build_view(model)["dependence"]
    assert effect["grid"] == [float(number) for number in sorted(set(numbers))]


@pytest.mark.parametrize("learner", [decision_forest_regression(), boosted_decision_tree_regression()])
def test_the_last_day_of_the_year_9999_is_a_time_like_others(learner: UntrainedModel) -> None:
    until = pd.to_datetime(["2024-01-31", "2024-06-30", None, "9999-12-31"] * 10).as_unit("us")
    frame = pd.DataFrame({"until": until, "price": np.arange(40.0)})
    model = train_model(learner, Dataset(frame.dropna(ignore_index=True)), label="price")
    assert np.isfinite(model.pipeline.predict(frame.dropna())).all()
    assert to_time_parts(frame[["until"]])[3].tolist() == [2932896.0, 12.0, 4.0, 0.0]
    assert np.isnan(to_time_parts(frame[["until"]])[2]).all()
