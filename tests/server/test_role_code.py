"""Exported scripts weigh rows and classes, and divide rows by group and time, as the modules do."""

from pathlib import Path
from typing import Any

import pytest

from modules.kit import catalog
from server.graph.document import parse_design
from tests.server.test_code_runs import assert_runs_alike
from tests.small_designs import make_node

#: Rows with a weight, a group and a time each, and a label for every kind of learner.
ROLE_ROWS = "".join(
    f"{row % 3 + 1},shop{row * 7 % 11},{row * 37 % 60},{row * 13 % 17},{'pqr'[row % 3]},"
    f"{row * 13 % 17 + row % 4 + 1},{'ny'[row * 13 % 17 + row % 5 > 8]},{'uvw'[(row * 13 % 17 + row % 6) // 8]}\n"
    for row in range(60)
)
LEARNER_LABELS = {"regression": "y", "quantile": "y", "two-class": "c", "classification": "c", "multiclass": "d"}
#: Weights grow without end on so few rows.
CALM_NETWORK = {"neural_network_regression": {"learning_rate": 0.01}}


def _make_role_nodes() -> dict[str, Any]:
    """The data with their roles."""
    nodes = {"data": make_node("enter_data_manually", {"data": f"w,shop,day,a,b,y,c,d\n{ROLE_ROWS}"})}
    before = "data.dataset"
    for column, role in (("w", "Weights"), ("shop", "Groups"), ("day", "Times")):
        chosen = {"columns": {"start": "none", "names": [column]}, "fields": role}
        nodes[role] = make_node("edit_metadata", chosen, dataset=before)
        before = f"{role}.results_dataset"
    return nodes


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("task", LEARNER_LABELS)
def test_the_script_weighs_rows_with_every_learner(task: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    nodes, label = _make_role_nodes(), LEARNER_LABELS[task]
    learners = [
        module for module in catalog().values() if module.task == task and module.find_output("untrained_model")
    ]
    for module in learners:
        name = module.name
        made = make_node(name, CALM_NETWORK.get(name, {}))
        for port in module.inputs:
            nodes["binary"] = make_node("two_class_logistic_regression")
            made["inputs"][port.name] = "binary.untrained_model"
        data = {"dataset": "Times.results_dataset"}
        nodes |= {
            name: made,
            f"{name}_train": make_node(
                "train_model", {"label": label}, untrained_model=f"{name}.untrained_model", **data
            ),
            f"{name}_score": make_node(
                "score_model",
                {"append_score_columns_to_output": name.startswith("multiclass")},
                trained_model=f"{name}_train.trained_model",
                **data,
            ),
            f"{name}_evaluate": make_node("evaluate_model", scored_dataset=f"{name}_score.scored_dataset"),
        }
    assert assert_runs_alike(parse_design({"name": "Weighted", "nodes": nodes}), tmp_path) == []


def test_the_script_weighs_classes_and_encodes_categories(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    custom = {"class_weights": "Custom", "custom_class_weights": "n: 1, y: 3"}
    learners: dict[str, dict[str, Any]] = {
        "two_class_boosted_decision_tree": {**custom, "columns_that_raise": ["a"], "columns_that_lower": ["y"]},
        "lightgbm_classifier": {"columns_that_lower": ["a"], "minimum_number_of_samples_per_leaf_node": 2},
        "xgboost_classifier": {**custom, "columns_that_lower": ["a"]},
        "naive_bayes": {"class_weights": "Balanced"},
        "decision_tree_classifier": {**custom, "category_encoding": "One-hot"},
        "two_class_logistic_regression": {"class_weights": "Balanced"},
        "two_class_support_vector_machine": {"class_weights": "Balanced"},
        "two_class_decision_forest": {**custom, "category_encoding": "One-hot"},
    }
    nodes = _make_role_nodes()
    nodes["smote"] = make_node("smote", {"label": "c"}, samples="Times.results_dataset")
    for name, parameters in learners.items():
        nodes |= {
            name: make_node(name, parameters),
            f"{name}_train": make_node(
                "train_model", {"label": "c"}, untrained_model=f"{name}.untrained_model", dataset="smote.table"
            ),
            f"{name}_score": make_node(
                "score_model", trained_model=f"{name}_train.trained_model", dataset="data.dataset"
            ),
            f"{name}_evaluate": make_node("evaluate_model", scored_dataset=f"{name}_score.scored_dataset"),
        }
    assert assert_runs_alike(parse_design({"name": "Classes", "nodes": nodes}), tmp_path) == []


def test_the_script_forgets_the_role_of_a_column_that_is_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    nodes = _make_role_nodes()
    kept = {"select_columns": {"start": "all", "names": ["w", "shop"]}}
    nodes |= {
        "select": make_node("select_columns_in_dataset", kept, dataset="Times.results_dataset"),
        "split": make_node("split_data", {"seed": 1}, dataset="select.results_dataset"),
        "linear": make_node("linear_regression"),
        "folds": make_node(
            "cross_validate_model",
            {"label": "y", "number_of_folds": 3},
            untrained_model="linear.untrained_model",
            dataset="split.results_dataset1",
        ),
    }
    assert assert_runs_alike(parse_design({"name": "Gone", "nodes": nodes}), tmp_path) == []


def test_the_script_divides_rows_by_group_and_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    nodes, data = _make_role_nodes(), {"dataset": "Times.results_dataset"}
    nodes["linear"] = make_node("linear_regression")
    nodes["logistic"] = make_node("two_class_logistic_regression")
    divided: dict[str, dict[str, Any]] = {
        "groups": {"fraction": 0.7, "seed": 3},
        "strata": {"fraction": 0.6, "seed": 1, "stratify_by": "c"},
        "first": {"fraction": 0.5, "randomized": False},
        "time": {"fraction": 0.7, "splitting_mode": "Split by Time"},
    }
    for name, parameters in divided.items():
        nodes[f"split_{name}"] = make_node("split_data", parameters, **data)
    chosen = {"columns": {"start": "none", "names": ["shop"]}, "fields": "Series"}
    nodes["series"] = make_node("edit_metadata", chosen, **data)
    nodes["split_series"] = make_node("split_data", divided["time"], dataset="series.results_dataset")
    parameters: dict[str, Any] = {"label": "y", "number_of_folds": 3, "fold_order": "By time"}
    nodes["folds_of_series"] = make_node(
        "cross_validate_model", parameters, untrained_model="linear.untrained_model", dataset="series.results_dataset"
    )
    folds = {"partition_or_sample_mode": "Assign to Folds", "number_of_folds": 4}
    nodes["folds"] = make_node("partition_and_sample", folds, **data)
    for learner, label in (("linear", "y"), ("logistic", "c")):
        for order in ("Random", "By time"):
            parameters = {"label": label, "number_of_folds": 4, "fold_order": order}
            nodes[f"{learner}_{order[:2]}"] = make_node(
                "cross_validate_model", parameters, untrained_model=f"{learner}.untrained_model", **data
            )
    assert assert_runs_alike(parse_design({"name": "Divided", "nodes": nodes}), tmp_path) == []


def test_the_script_learns_from_dates_without_an_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rows = "".join(
        f"{'9999-12-31' if row % 4 == 0 else f'2024-01-{row % 27 + 1:02}'},{row % 7},{row % 7 * 3 + row % 2}\n"
        for row in range(60)
    )
    dates = {"columns": {"start": "none", "names": ["until"]}, "data_type": "DateTime"}
    nodes = {
        "data": make_node("enter_data_manually", {"data": f"until,a,y\n{rows}"}),
        "dates": make_node("edit_metadata", dates, dataset="data.dataset"),
    }
    for name in ("elastic_net_regression", "boosted_decision_tree_regression", "decision_forest_regression"):
        data: dict[str, Any] = {"dataset": "dates.results_dataset"}
        nodes |= {
            name: make_node(name),
            f"{name}_train": make_node(
                "train_model", {"label": "y"}, untrained_model=f"{name}.untrained_model", **data
            ),
            f"{name}_score": make_node("score_model", trained_model=f"{name}_train.trained_model", **data),
        }
    assert assert_runs_alike(parse_design({"name": "Dates", "nodes": nodes}), tmp_path) == []
