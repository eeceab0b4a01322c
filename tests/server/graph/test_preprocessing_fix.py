"""The advice on preprocessing before folds hands the steps on to the model, by one press."""

from typing import Any

import pytest

from server.graph.analyzed_design import Problem
from server.graph.document import parse_design
from server.graph.edits import apply_edits
from server.graph.validation.validation_rules import find_problems
from tests.server.graph.graph_designs import make_node
from tests.server.graph.linter_data import analyze_with_data, list_advice, make_loans, store_dataset
from tests.server.graph.planted_mistakes import LOANS_WITH_GAPS, Nodes, make_prepared_nodes, make_validated_nodes


def list_advice_on(nodes: Nodes, dataset: Any = LOANS_WITH_GAPS) -> list[Problem]:
    return list_advice(analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(dataset)}))


def find_errors(nodes: Nodes) -> list[Problem]:
    drawing = analyze_with_data(parse_design({"nodes": nodes}), {"loans": store_dataset(make_loans())})
    return [problem for problem in find_problems(drawing) if problem.severity == "error"]


def press_fix(nodes: Nodes, problem: Problem) -> Nodes:
    assert problem.fix is not None
    after: Nodes = apply_edits({"nodes": nodes}, problem.fix.edits)["nodes"]
    return after


def make_leaking_nodes() -> Nodes:
    """Gaps filled, numbers scaled and rows made up before a cross-validation."""
    nodes = make_validated_nodes("clean_missing_data", {}, "cleaned_dataset")
    nodes["scale"] = make_node("normalize_data", dataset="first.cleaned_dataset")
    nodes["more"] = make_node("smote", {"label": "paid"}, samples="scale.transformed_dataset")
    nodes["validate"]["inputs"]["dataset"] = "more.table"
    return nodes


def test_one_press_hands_the_whole_chain_on_to_the_model() -> None:
    nodes = make_leaking_nodes()
    advice = list_advice_on(nodes)
    assert [problem.node for problem in advice] == ["first", "scale", "more"]
    assert {problem.fix.label for problem in advice if problem.fix} == {"Fit these 3 steps in each fold"}
    mended = press_fix(nodes, advice[1])
    assert mended["preprocessing"]["module"] == "add_preprocessing_to_model"
    assert mended["preprocessing"]["inputs"] == {
        "untrained_model": "learner.untrained_model",
        "steps": ["first.cleaning_transformation", "scale.transformation_function", "more.smote_transformation"],
    }
    assert mended["validate"]["inputs"] == {
        "untrained_model": "preprocessing.untrained_model",
        "dataset": "data.dataset",
    }
    assert list_advice_on(mended) == []
    assert find_errors(mended) == []


def test_steps_in_front_of_what_a_model_fits_already_are_added_to_it() -> None:
    nodes = make_prepared_nodes(["second.transformation_function"])
    nodes["validate"]["inputs"]["dataset"] = "first.cleaned_dataset"
    mended = press_fix(nodes, list_advice_on(nodes)[0])
    assert mended["prepared"]["inputs"]["steps"] == ["first.cleaning_transformation", "second.transformation_function"]
    assert mended["validate"]["inputs"]["dataset"] == "data.dataset"
    assert list_advice_on(mended) == []


def test_what_has_no_transformation_keeps_the_chain_from_being_handed_on() -> None:
    nodes = make_validated_nodes("normalize_data", {}, "transformed_dataset")
    double = {"operation": "Multiply", "column_set": {"start": "none", "names": ["income"]}}
    nodes["double"] = make_node("apply_math_operation", double, dataset="first.transformed_dataset")
    nodes["validate"]["inputs"]["dataset"] = "double.results_dataset"
    advice = list_advice_on(nodes, make_loans())
    assert [(problem.node, problem.fix) for problem in advice] == [("first", None)]
    assert "Move it in front of Normalize Data, if that gives the same" in advice[0].reason
    assert "Apply Math Operation stands between" in advice[0].reason


def test_what_only_looks_at_single_rows_stays_in_front_of_the_folds() -> None:
    nodes = make_validated_nodes("normalize_data", {}, "transformed_dataset")
    double = {"operation": "Multiply", "column_set": {"start": "none", "names": ["income"]}}
    nodes["double"] = make_node("apply_math_operation", double, dataset="data.dataset")
    nodes["first"]["inputs"]["dataset"] = "double.results_dataset"
    advice = list_advice_on(nodes, make_loans())
    assert press_fix(nodes, advice[0])["validate"]["inputs"]["dataset"] == "double.results_dataset"


def test_a_tuned_model_scores_the_rows_as_they_were_before_its_steps() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "loans"}),
        "split": make_node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
        "clean": make_node("clean_missing_data", dataset="split.results_dataset1"),
        "learner": make_node("two_class_logistic_regression"),
        "tune": make_node(
            "tune_model_hyperparameters",
            {"label": "paid"},
            untrained_model="learner.untrained_model",
            dataset="clean.cleaned_dataset",
        ),
        "apply": make_node(
            "apply_transformation", transformation="clean.cleaning_transformation", dataset="split.results_dataset2"
        ),
        "score": make_node("score_model", trained_model="tune.trained_best_model", dataset="apply.transformed_dataset"),
    }
    mended = press_fix(nodes, list_advice_on(nodes)[0])
    assert mended["tune"]["inputs"]["dataset"] == "split.results_dataset1"
    assert mended["score"]["inputs"]["dataset"] == "split.results_dataset2"
    assert list_advice_on(mended) == []


def test_tuning_on_validation_rows_of_its_own_makes_no_folds() -> None:
    nodes = make_validated_nodes("normalize_data", {}, "transformed_dataset")
    validate = nodes["validate"]
    nodes["validate"] = {
        **validate,
        "module": "tune_model_hyperparameters",
        "inputs": {**validate["inputs"], "validation_dataset": "data.dataset"},
    }
    assert "fitted before split" not in [problem.rule for problem in list_advice_on(nodes, make_loans())]


@pytest.mark.parametrize(
    ("learner", "message"),
    [
        (
            "k_means_clustering",
            "This model does not learn from a label and takes no preprocessing. Connect the prepared data to Train "
            "Clustering Model instead.",
        ),
        (
            "isolation_forest",
            "This model does not learn from a label and takes no preprocessing. Connect the prepared data to Train "
            "Anomaly Detection Model instead.",
        ),
    ],
)
def test_a_learner_without_a_label_is_told_before_the_run(learner: str, message: str) -> None:
    nodes = make_prepared_nodes(["first.cleaning_transformation", "second.transformation_function"])
    nodes["learner"] = make_node(learner)
    found = [problem for problem in find_errors(nodes) if problem.node == "prepared"]
    assert [(problem.field, problem.message) for problem in found] == [("untrained_model", message)]


def test_what_learned_nothing_from_rows_is_told_before_the_run() -> None:
    nodes = make_prepared_nodes(["images.transformation"])
    nodes["images"] = make_node("init_image_transformation")
    found = [problem for problem in find_errors(nodes) if problem.node == "prepared"]
    assert [problem.message for problem in found] == [
        "Init Image Transformation learns nothing from rows, so it can't be fitted in each fold. Disconnect it."
    ]


def test_a_learner_that_takes_no_sparse_features_is_told_before_the_run() -> None:
    nodes = {
        "data": make_node("dataset", {"dataset": "loans"}),
        "hash": make_node(
            "feature_hashing",
            {"target_columns": {"start": "none", "names": ["purpose"]}, "hashing_bitsize": 15},
            dataset="data.dataset",
        ),
        "learner": make_node("two_class_boosted_decision_tree"),
        "train": make_node(
            "train_model",
            {"label": "paid"},
            untrained_model="learner.untrained_model",
            dataset="hash.transformed_dataset",
        ),
    }
    assert [(problem.node, problem.field, problem.message) for problem in find_errors(nodes)] == [
        (
            "train",
            "dataset",
            "purpose - Hashing features holds sparse features, and Two-Class Boosted Decision Tree needs a number in "
            "each cell. Use a linear learner or Naive Bayes for counts, or make at most 10,000 features.",
        )
    ]
    assert find_errors({**nodes, "learner": make_node("two_class_logistic_regression")}) == []
