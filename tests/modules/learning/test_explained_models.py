"""What the view of a model explains: its trees, what each column does, and how sure its weights are."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from modules.classification.decision_tree_classifier import decision_tree_classifier
from modules.classification.one_vs_one_multiclass import one_vs_one_multiclass
from modules.classification.two_class_decision_forest import two_class_decision_forest
from modules.classification.two_class_logistic_regression import two_class_logistic_regression
from modules.kit import Dataset, ModuleError
from modules.kit.serialization import load_value, save_value
from modules.learning.supervised_examples import make_cars, make_flowers, make_loan_learner, make_loans
from modules.model_scoring_and_evaluation.evaluate_model import evaluate_model
from modules.model_scoring_and_evaluation.explain_predictions import explain_predictions
from modules.model_scoring_and_evaluation.score_model import score_model
from modules.model_training.train_model import train_model
from modules.regression.decision_tree_regression import decision_tree_regression
from modules.regression.linear_regression import linear_regression
from tests.view_json import build_view


def count_leaf_rows(tree: dict[str, Any], rows: pd.DataFrame, at: int = 0) -> dict[int, int]:
    """How many of the rows reach each leaf, by the questions as they are told."""
    question = tree["nodes"][at]["question"]
    if question is None:
        return {at: len(rows)}
    values = rows[question["feature"]]
    left = values.isin(question["levels"]) if question["levels"] is not None else values <= question["threshold"]
    return count_leaf_rows(tree, rows[left], question["left"]) | count_leaf_rows(tree, rows[~left], question["right"])


def test_the_questions_of_a_tree_lead_the_training_rows_to_its_leaves() -> None:
    frame = make_loans(200).frame
    data = Dataset(frame.assign(paid=frame["paid"].where(frame["housing"] != "own", "yes")))
    model = train_model(decision_tree_classifier(), data, label="paid")
    (tree,) = build_view(model)["trees"]["shown"]

    leaves = count_leaf_rows(tree, data.frame)
    assert leaves == {at: tree["nodes"][at]["rows"] for at in leaves}
    assert len(leaves) == tree["leaves"]
    assert any(node["question"] and node["question"]["levels"] for node in tree["nodes"])


def test_a_node_tells_the_shares_of_its_classes_or_its_mean() -> None:
    paid = make_loans().frame["paid"]
    (tree,) = build_view(train_model(decision_tree_classifier(), make_loans(), label="paid"))["trees"]["shown"]
    (numbers,) = build_view(train_model(decision_tree_regression(), make_cars(), label="price"))["trees"]["shown"]

    assert tree["nodes"][0]["shares"] == pytest.approx([(paid == "no").mean(), (paid == "yes").mean()])
    assert numbers["nodes"][0]["value"] == pytest.approx(make_cars().frame["price"].mean())
    assert numbers["nodes"][0]["shares"] == []


def test_of_a_forest_the_first_trees_are_drawn_and_deep_nodes_counted() -> None:
    learner = two_class_decision_forest(number_of_decision_trees=15)
    random = np.random.default_rng(0)
    frame = pd.DataFrame({"a": random.random(2000), "b": random.random(2000), "y": random.integers(0, 2, 2000)})
    trees = build_view(train_model(learner, Dataset(frame), label="y"))["trees"]

    assert (trees["count"], len(trees["shown"])) == (15, 12)
    assert all(tree["hidden"] > 0 and len(tree["nodes"]) <= 127 for tree in trees["shown"])


def test_the_effect_of_a_column_is_the_mean_prediction_with_all_else_kept() -> None:
    model = train_model(linear_regression(l2_regularization_weight=0), make_cars(), label="price")
    effects = {effect["feature"]: effect for effect in build_view(model)["dependence"]}
    power = effects["power"]
    frame = make_cars().frame
    by_hand = [model.pipeline.predict(frame.assign(power=int(value))).mean() for value in power["grid"]]

    assert power["series"] == [{"name": None, "values": pytest.approx(by_hand)}]
    spreads = [np.std(effect["series"][0]["values"]) for effect in effects.values()]
    assert spreads == sorted(spreads, reverse=True)
    assert effects["fuel"]["grid"] == ["diesel", "gas"]


def test_of_many_columns_those_with_the_largest_effects_are_shown() -> None:
    random = np.random.default_rng(0)
    frame = pd.DataFrame(random.random((200, 8)), columns=list("abcdefgh")).assign(kind=random.choice(["p", "q"], 200))
    data = Dataset(frame.assign(y=5 * frame["g"] + 100 * frame["h"] + 20 * (frame["kind"] == "p")))
    effects = build_view(train_model(linear_regression(), data, label="y"))["dependence"]

    assert [effect["feature"] for effect in effects][:3] == ["h", "kind", "g"]


def test_effects_speak_of_the_positive_class_or_of_each_class() -> None:
    two = build_view(train_model(two_class_logistic_regression(), make_loans(), label="paid"))["dependence"]
    three = build_view(train_model(decision_tree_classifier(), make_flowers(), label="species"))["dependence"]

    assert [series["name"] for series in two[0]["series"]] == ["yes"]
    assert [series["name"] for series in three[0]["series"]] == ["alba", "rubra", "viridis"]
    assert np.sum([series["values"] for series in three[0]["series"]], axis=0) == pytest.approx(1)


def test_a_model_without_probabilities_has_no_effects() -> None:
    model = train_model(one_vs_one_multiclass(make_loan_learner()), make_flowers(), label="species")

    assert build_view(model)["dependence"] is None


def test_the_intervals_of_least_squares_are_those_of_the_textbook() -> None:
    data = make_cars().with_frame(make_cars().frame.drop(columns="fuel"))
    model = train_model(linear_regression(l2_regularization_weight=0), data, label="price")
    matrix = np.column_stack([data.frame[["weight", "power"]], np.ones(60)]).astype("float64")
    target = data.frame["price"].to_numpy()

    weights, squares, *_ = np.linalg.lstsq(matrix, target, rcond=None)
    reach = t.ppf(0.975, 57) * np.sqrt(squares[0] / 57 * np.diag(np.linalg.inv(matrix.T @ matrix)))
    shown = {item["feature"]: item["interval"] for item in build_view(model)["coefficients"][0]["weights"]}
    assert shown["weight"] == pytest.approx([weights[0] - reach[0], weights[0] + reach[0]])
    assert shown["power"] == pytest.approx([weights[1] - reach[1], weights[1] + reach[1]])


def test_weights_that_the_data_do_not_determine_have_no_interval() -> None:
    model = train_model(linear_regression(l2_regularization_weight=0), make_cars(), label="price")
    penalized = train_model(linear_regression(), make_cars(), label="price")

    assert set(model.intervals) == {"weight", "power"}
    assert penalized.intervals == {}


def test_an_evaluation_says_what_its_model_relies_on_and_shows_no_row(tmp_path: Path) -> None:
    loans = make_loans()
    model = train_model(make_loan_learner(), loans, label="paid")
    scored = score_model(model, loans).scored_dataset
    evaluation = evaluate_model(scored, trained_model=model)
    stored = load_value(save_value(evaluation, tmp_path, "evaluation").path, "evaluation")
    view = build_view(stored)["explanation"]
    importance = explain_predictions(model, loans).feature_importance.frame
    assert [column["name"] for column in view["columns"]] == importance["Feature"].tolist()
    assert [column["mean"] for column in view["columns"]] == pytest.approx(importance["Mean Contribution"].tolist())
    assert (view["shown"], view["explained_class"]) == ([], "yes")
    assert "explanation" not in build_view(evaluate_model(scored))
    with pytest.raises(ModuleError, match="The model predicts 'price', and the first scores are of 'paid'"):
        evaluate_model(scored, trained_model=train_model(linear_regression(), make_cars(), label="price"))
