"""Preprocessing that a model fits itself gives the same in exported code, wherever the model is trained."""

from pathlib import Path
from typing import Any

import pytest

from modules.kit import catalog
from server.graph.document import parse_design
from tests.server.test_code_runs import assert_runs_alike
from tests.small_designs import make_node

LOAN_TEXT = "income,years,housing,note,paid\n" + "".join(
    f"{'' if row % 7 == 3 else 10 + row * 37 % 60},{row * 11 % 30},{('rent', 'own', 'free')[row * row % 3]},"
    f"{('paid late', 'paid in time', 'never paid')[row * row % 7 % 3]},"
    f"{'yes' if row * 37 % 60 + row % 5 > 30 else 'no'}\n"
    for row in range(120)
)


def make_prepared_nodes(consumer: dict[str, Any], *steps: dict[str, Any]) -> dict[str, Any]:
    """Steps behind one another, a model that fits them itself, and what trains it on the data before them."""
    nodes: dict[str, Any] = {"data": make_node("enter_data_manually", {"data": LOAN_TEXT})}
    reference = "data.dataset"
    references: list[str] = []
    for number, step in enumerate(steps):
        module = catalog()[step["module"]]
        assert module.rows_port is not None
        nodes[f"step{number}"] = make_node(step["module"], step["parameters"], **{module.rows_port.name: reference})
        table, change = (
            next(p.name for p in module.outputs if p.type == kind) for kind in ("dataset", "transformation")
        )
        reference, references = f"step{number}.{table}", [*references, f"step{number}.{change}"]
    learner = make_node("two_class_logistic_regression")
    prepared = {"module": "add_preprocessing_to_model", "parameters": {}, "x": 0, "y": 0}
    inputs = {"untrained_model": "learner.untrained_model", "steps": references}
    return {**nodes, "learner": learner, "prepared": {**prepared, "inputs": inputs}, "it": consumer}


STEPS_BY_NAME = {
    "filled by type, scaled and in indicators": [
        {"module": "clean_missing_data", "parameters": {}},
        {"module": "normalize_data", "parameters": {"transformation_method": "MinMax"}},
        {"module": "convert_to_indicator_values", "parameters": {"overwrite_categorical_columns": True}},
    ],
    "rows with gaps removed and components": [
        {
            "module": "clean_missing_data",
            "parameters": {"columns_to_be_cleaned": {"start": "none", "names": ["years"]}},
        },
        {
            "module": "clean_missing_data",
            "parameters": {
                "cleaning_mode": "Replace with mean",
                "columns_to_be_cleaned": {"start": "none", "names": ["income"]},
            },
        },
        {"module": "principal_component_analysis", "parameters": {"keep_the_columns": False}},
    ],
    "more rows of the rarer class": [
        {"module": "clean_missing_data", "parameters": {}},
        {"module": "smote", "parameters": {"label": "paid", "number_of_nearest_neighbors": 3}},
    ],
    "the best features": [
        {"module": "clean_missing_data", "parameters": {}},
        {
            "module": "filter_based_feature_selection",
            "parameters": {
                "target_column": "paid",
                "feature_scoring_method": "MutualInformation",
                "number_of_desired_features": 2,
            },
        },
    ],
    "words of a text": [
        {"module": "clean_missing_data", "parameters": {}},
        {
            "module": "extract_n_gram_features_from_text",
            "parameters": {"text_column": "note", "minimum_n_gram_document_absolute_frequency": 2},
        },
    ],
}


@pytest.mark.parametrize("steps", STEPS_BY_NAME.values(), ids=STEPS_BY_NAME)
@pytest.mark.parametrize("consumer", ["cross_validate_model", "tune_model_hyperparameters", "train_model"])
def test_preprocessing_inside_a_model_runs_alike(
    consumer: str, steps: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    few = {"number_of_folds": 3} if consumer == "cross_validate_model" else {}
    if consumer == "tune_model_hyperparameters":
        few = {"number_of_folds": 2, "maximum_number_of_runs": 2}
    node = make_node(
        consumer, {"label": "paid", **few}, untrained_model="prepared.untrained_model", dataset="data.dataset"
    )
    nodes = make_prepared_nodes(node, *steps)
    if consumer != "cross_validate_model":
        output = "trained_model" if consumer == "train_model" else "trained_best_model"
        nodes["score"] = make_node("score_model", trained_model=f"it.{output}", dataset="data.dataset")
        nodes["evaluate"] = make_node("evaluate_model", scored_dataset="score.scored_dataset")
    assert assert_runs_alike(parse_design({"name": "Prepared", "nodes": nodes}), tmp_path) == []
