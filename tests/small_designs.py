"""Small designs that run in a moment."""

from typing import Any

SMALL_CSV = "a,b,y\n1,2,3\n2,3,4\n3,4,6\n4,4,7\n5,3,8\n6,2,5\n7,2,5\n9,1,5\n10,2,3\n11,1,6\n"

WAITING_SCRIPT = """
import time


def azureml_main(dataframe1=None, dataframe2=None):
    print("waiting", flush=True)
    time.sleep({seconds})
    return dataframe1,
"""


def make_node(module: str, parameters: dict[str, Any] | None = None, **inputs: str | list[str]) -> dict[str, Any]:
    return {"module": module, "parameters": parameters or {}, "inputs": inputs}


def make_regression_nodes() -> dict[str, dict[str, Any]]:
    """Data, split, learner, training, scoring, evaluation."""
    return {
        "data": make_node("enter_data_manually", {"data": SMALL_CSV}),
        "split": make_node("split_data", {"fraction": 0.7}, dataset="data.dataset"),
        "linear": make_node("linear_regression"),
        "train": make_node(
            "train_model", {"label": "y"}, untrained_model="linear.untrained_model", dataset="split.results_dataset1"
        ),
        "score": make_node("score_model", trained_model="train.trained_model", dataset="split.results_dataset2"),
        "evaluate": make_node("evaluate_model", scored_dataset="score.scored_dataset"),
    }


def make_two_model_nodes() -> dict[str, dict[str, Any]]:
    """Two learners on the same rows, in one evaluation; the second has a title."""
    nodes = make_regression_nodes()
    parameters = {"number_of_decision_trees": 2, "minimum_number_of_samples_per_leaf_node": 1}
    nodes["trees"] = make_node("decision_forest_regression", parameters) | {"title": "Two trees"}
    nodes["train_2"] = make_node(
        "train_model", {"label": "y"}, untrained_model="trees.untrained_model", dataset="split.results_dataset1"
    )
    nodes["score_2"] = make_node("score_model", trained_model="train_2.trained_model", dataset="split.results_dataset2")
    nodes["evaluate"]["inputs"]["scored_dataset_to_compare"] = "score_2.scored_dataset"
    return nodes


def make_script_nodes(code: str, *, data: str = SMALL_CSV) -> dict[str, dict[str, Any]]:
    """A script on a few rows."""
    return {
        "data": make_node("enter_data_manually", {"data": data}),
        "script": make_node("execute_python_script", {"python_script": code}, dataset1="data.dataset"),
    }


def make_waiting_nodes(seconds: float) -> dict[str, dict[str, Any]]:
    """A script that takes its time."""
    return make_script_nodes(WAITING_SCRIPT.format(seconds=seconds))
