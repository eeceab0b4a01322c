"""Every learner of the catalog takes dates of the years 1 to 9999 and the smallest whole number, and its view draws."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from modules.kit import Dataset, Module, catalog
from modules.kit.artifact_views import build_view
from modules.kit.schema import LABELED_TASKS
from modules.learning.supervised_examples import make_loan_learner, make_loans

TRAINERS = {"anomaly": "train_anomaly_detection_model", "clustering": "train_clustering_model"}
LABELS = {"regression": "income", "quantile": "income", "multiclass": "housing"}
LEARNERS = {
    name: module
    for name, module in catalog().items()
    if module.find_output("untrained_model") and module.task in (*LABELED_TASKS, *TRAINERS)
}
#: At their usual rate their weights grow without end on so few rows.
SETTINGS = {"neural_network_regression": {"learning_rate": 0.001}}

EVERY_FOURTH = np.arange(60) % 4 == 0
EXTREME_COLUMNS: dict[str, Any] = {
    "until": np.where(EVERY_FOURTH, np.datetime64("9999-12-31", "us"), np.datetime64("2024-01-01", "us")),
    "since": np.where(EVERY_FOURTH, np.datetime64("0001-01-01", "s"), np.datetime64("2024-05-01", "s")),
    "seen": pd.Series(
        np.where(EVERY_FOURTH, np.datetime64("9999-12-30", "us"), np.datetime64("2024-03-01", "us"))
    ).dt.tz_localize("UTC"),
    "smallest": np.where(EVERY_FOURTH, -(2**63), np.arange(60)).astype("int64"),
}


def train(module: Module, data: Dataset) -> Any:
    inputs = {port.name: make_loan_learner() for port in module.inputs}
    learner = module.run(inputs, SETTINGS.get(module.name, {}))["untrained_model"]
    task = module.task or ""
    parameters = {} if task in TRAINERS else {"label": LABELS.get(task, "paid")}
    trainer = catalog()[TRAINERS.get(task, "train_model")]
    return trainer.run({"untrained_model": learner, "dataset": data}, parameters)["trained_model"]


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("name", sorted(LEARNERS))
def test_a_learner_takes_extreme_dates_and_numbers(name: str) -> None:
    data = Dataset(make_loans().frame.assign(**EXTREME_COLUMNS))
    model = train(LEARNERS[name], data)
    assert set(EXTREME_COLUMNS) <= set(model.features.names)
    assert build_view(model) is not None
