"""Labels that no model can learn: every trainer and every learner explains them in a numbered sentence."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.automated_ml.automated_ml import automated_ml
from modules.kit import Dataset, Module, ModuleError, UntrainedModel, catalog
from modules.learning.supervised_examples import make_loan_learner
from tests.modules.test_ugly_models import LABELS as TASKS
from tests.modules.test_ugly_models import LEARNERS
from tests.modules.ugly_tables import run_or_explain

ROWS = 24
RANDOM = np.random.default_rng(0)


def make_cells(*values: Any) -> "pd.Series[Any]":
    return pd.Series([values[row % len(values)] for row in range(ROWS)], dtype=object)


NESTED: dict[str, Any] = {
    "lists": make_cells([1, 2], [3]),
    "one list": make_cells([1, 2]),
    "arrays": make_cells(np.array([1, 2]), np.array([3])),
    "records": make_cells({"a": 1}, {"a": 2}),
}
LABELS: dict[str, Any] = {
    **NESTED,
    "one class": ["a"] * ROWS,
    "one number": [3.0] * ROWS,
    "no value": pd.Series([None] * ROWS, dtype="str"),
    "no number": [np.nan] * ROWS,
    "other text in each row": [f"t{row}" for row in range(ROWS)],
    "dates": pd.date_range("2024-01-01", periods=ROWS),
    "a class of one row": ["a"] * (ROWS - 1) + ["b"],
    "huge whole numbers": [2**62 + row for row in range(ROWS)],
    "infinity": [np.inf, 1.0] * (ROWS // 2),
    "numbers and text": make_cells(1, "a"),
}
PARAMETERS: dict[str, dict[str, Any]] = {
    "train_many_models": {"group_by": ["purpose"]},
    "bag_models": {"number_of_models": 2},
    "tune_model_hyperparameters": {"number_of_folds": 2},
    "cross_validate_model": {"number_of_folds": 2},
    "stack_models": {"number_of_folds": 2},
}
TRAINERS = [
    module
    for module in catalog().values()
    if "label" in module.parameters.model_fields
    and "time_column" not in module.parameters.model_fields
    and any(port.type == "untrained_model" for port in module.inputs)
]
LEARNERS_OF_TASKS = {"regression": "linear_regression", "two-class": "two_class_logistic_regression"}
every_label = pytest.mark.parametrize("case", LABELS)
LABELS_OF_LEARNERS = ("lists", "one class", "one number", "no value", "dates", "infinity")


def make_data(label: Any) -> Dataset:
    frame = {"income": RANDOM.normal(size=ROWS), "purpose": ["car", "house", "trip"] * (ROWS // 3)}
    return Dataset(pd.DataFrame({**frame, "outcome": label}))


def make_learner(module: Module) -> UntrainedModel:
    made: UntrainedModel = module.run({port.name: make_loan_learner() for port in module.inputs}, {})["untrained_model"]
    return made


@pytest.mark.parametrize("case", LABELS_OF_LEARNERS)
@pytest.mark.parametrize("learner", [one for one in LEARNERS if one.task in TASKS], ids=lambda module: module.name)
def test_a_learner_explains_what_it_cannot_learn(learner: Module, case: str) -> None:
    data = {"untrained_model": make_learner(learner), "dataset": make_data(LABELS[case])}
    run_or_explain(lambda: catalog()["train_model"].run(data, {"label": "outcome"}))


@every_label
@pytest.mark.parametrize("task", LEARNERS_OF_TASKS)
@pytest.mark.parametrize("trainer", TRAINERS, ids=lambda module: module.name)
def test_a_trainer_explains_what_it_cannot_learn(trainer: Module, task: str, case: str) -> None:
    learner = make_learner(catalog()[LEARNERS_OF_TASKS[task]])
    inputs: dict[str, Any] = {
        "untrained_model": learner,
        "untrained_models": [learner, learner],
        "dataset": make_data(LABELS[case]),
    }
    taken = {port.name: inputs[port.name] for port in trainer.inputs if port.name in inputs}
    parameters = {"label": "outcome", **PARAMETERS.get(trainer.name, {})}
    run_or_explain(lambda: trainer.run(taken, parameters))
    if case in NESTED:
        with pytest.raises(ModuleError, match="The label 'outcome' has lists or the like") as raised:
            trainer.run(taken, parameters)
        assert raised.value.number == 17


@every_label
def test_automated_ml_explains_what_it_cannot_learn(case: str) -> None:
    def search() -> dict[str, Any]:
        return automated_ml(
            make_data(LABELS[case]), label="outcome", maximum_number_of_trials=2, number_of_folds=2, forests=False
        )._asdict()

    run_or_explain(search)
    messages = dict.fromkeys(NESTED, "has lists or the like")
    messages["a class of one row"] = "Class 'b' of 'outcome' has 1 row,"
    if case in messages:
        with pytest.raises(ModuleError, match=messages[case]):
            search()


@pytest.mark.parametrize(
    ("learner", "label", "message"),
    [
        ("two_class_logistic_regression", [1e308, -1e308] * (ROWS // 2), "predicts classes, but 'outcome' has real"),
        ("linear_regression", LABELS["huge whole numbers"], "so large that they are the same as real numbers"),
    ],
)
def test_numbers_that_are_too_large_are_not_called_equal(learner: str, label: Any, message: str) -> None:
    data = {"untrained_model": make_learner(catalog()[learner]), "dataset": make_data(label)}
    with pytest.raises(ModuleError, match=message):
        catalog()["train_model"].run(data, {"label": "outcome"})
