"""Columns that only raise or only lower a prediction: every boosted learner keeps to it, and says what it cannot."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, ModuleError, catalog
from modules.learning.fitting import fit_model
from modules.learning.predicting import score_dataset

DIRECTIONS = {"columns_that_raise": ["age"], "columns_that_lower": ["size"]}
REGRESSORS = ("boosted_decision_tree_regression", "lightgbm_regression", "xgboost_regression")
CLASSIFIERS = ("two_class_boosted_decision_tree", "lightgbm_classifier", "xgboost_classifier")


@pytest.fixture(scope="module")
def rows() -> pd.DataFrame:
    """A label that rises and falls with both numbers, so that nothing keeps a model to one direction by itself."""
    random = np.random.default_rng(0)
    made = pd.DataFrame({"age": random.uniform(0, 10, 300), "kind": random.choice(["a", "b"], 300)})
    made["size"], made["day"] = random.uniform(0, 10, 300), pd.Timestamp("2026-01-01")
    made["y"] = 3 * np.sin(made["age"]) + 3 * np.cos(made["size"]) + random.normal(size=300)
    return made


def train(name: str, rows: pd.DataFrame, label: Any = None, **parameters: object) -> Any:
    learner = catalog()[name].run({}, parameters)["untrained_model"]
    return fit_model(learner, Dataset(rows if label is None else rows.assign(y=label)), "y")


def find_steepest_breach(model: Any, rows: pd.DataFrame, column: str, direction: int) -> float:
    """By how much a prediction moves against the direction at most while the number rises and all else stays."""
    steps = np.linspace(0, 10, 40)
    grid = pd.concat([rows.iloc[:20]] * len(steps), ignore_index=True)
    grid[column] = np.repeat(steps, 20)
    scored = score_dataset(model, Dataset(grid))
    names = list(scored.scores.probabilities.values()) or [scored.scores.predicted]
    predicted = scored.columns[names[0]].to_numpy(dtype="float64").reshape(len(steps), 20)
    return float(-(direction * np.diff(predicted, axis=0)).min())


@pytest.mark.parametrize("name", [*REGRESSORS, *CLASSIFIERS])
def test_predictions_go_in_the_named_directions_only(name: str, rows: pd.DataFrame) -> None:
    label = np.where(rows["y"] > 0, "yes", "no") if name in CLASSIFIERS else rows["y"]
    free, kept = train(name, rows, label), train(name, rows, label, **DIRECTIONS)
    for column, direction in (("age", 1), ("size", -1)):
        assert find_steepest_breach(free, rows, column, direction) > 0.1
        assert find_steepest_breach(kept, rows, column, direction) <= 1e-9
    assert kept.parameters["columns_that_raise"] == "age"
    assert "columns_that_raise" not in free.parameters


@pytest.mark.parametrize(
    ("parameters", "label", "message"),
    [
        ({"columns_that_raise": ["kind"]}, "yes no", "Only numbers have a direction. 'kind' is "),
        ({"columns_that_raise": ["day"]}, "yes no", "Only numbers have a direction. 'day' is datetime"),
        ({"columns_that_raise": ["ages"]}, "yes no", "Column 'ages' is not in the data at 'untrained_model'. Did you"),
        ({"columns_that_raise": ["age"]}, "yes no maybe", "LightGBM Classifier can keep directions with two classes"),
        ({"columns_that_raise": ["age"], "columns_that_lower": ["age"]}, "yes no", "'age' can't both only raise"),
    ],
)
def test_directions_that_cannot_be_kept_are_refused(
    parameters: dict[str, object], label: str, message: str, rows: pd.DataFrame
) -> None:
    classes = np.resize(label.split(), len(rows))
    with pytest.raises(ModuleError) as caught:
        train("lightgbm_classifier", rows, classes, **parameters)
    assert str(caught.value).startswith(message)
