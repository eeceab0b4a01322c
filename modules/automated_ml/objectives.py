"""What a search makes better, and quick ways to measure it many times over."""

from collections.abc import Callable
from typing import Any, Literal

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, Task
from modules.learning.labels import extract_target, to_class_names
from modules.learning.metric_formulas import (
    compute_multiclass_metrics,
    compute_regression_metrics,
    compute_two_class_metrics,
    count_confusion,
)
from modules.learning.predicting import Predictions
from modules.learning.row_roles import read_weights
from modules.learning.tuning import Objective

MetricChoice = Literal[
    "Automatic",
    "AUC",
    "Average precision",
    "Accuracy",
    "F1",
    "Log loss",
    "Root mean squared error",
    "Mean absolute error",
    "Coefficient of determination",
]

METRIC_NAMES: dict[str, str] = {
    "Average precision": "Average_Precision",
    "Log loss": "Log_Loss",
    "Root mean squared error": "Root_Mean_Squared_Error",
    "Mean absolute error": "Mean_Absolute_Error",
    "Coefficient of determination": "Coefficient_of_Determination",
}
LOWER_IS_BETTER = ("Log loss", "Root mean squared error", "Mean absolute error")
FITTING_METRICS: dict[Task, tuple[MetricChoice, ...]] = {
    "two-class": ("AUC", "Average precision", "Accuracy", "F1", "Log loss"),
    "multiclass": ("Log loss", "Accuracy", "F1"),
    "regression": ("Root mean squared error", "Mean absolute error", "Coefficient of determination"),
}


def choose_objective(task: Task, choice: MetricChoice) -> Objective:
    """The metric of the search; error 13 where the task does not have it."""
    fitting = FITTING_METRICS[task]
    metric = fitting[0] if choice == "Automatic" else choice
    if metric not in fitting:
        wanted = ", ".join(fitting)
        kind = {"two-class": "two classes", "multiclass": "more than two classes"}.get(task, "numbers")
        message = f"{metric} does not measure predictions of {kind}. Choose one of: {wanted}."
        raise ModuleError(13, message, parameter="metric")
    return Objective(metric, METRIC_NAMES.get(metric, metric), maximize=metric not in LOWER_IS_BETTER)


Measure = Callable[[Any, Any], float]


def make_measure(data: Dataset, label: str, task: Task, like: Predictions, objective: Objective) -> Measure:
    """A quick function of averaged predictions, a row of numbers for each row at `rows`, that gives the metric."""
    weights = read_weights(data, label, port="dataset")
    if task == "regression":
        truth = np.asarray(extract_target(data.frame[label], task, "Automated ML", port="dataset"), dtype="float64")

        def measure_numbers(matrix: Any, rows: Any) -> float:
            own = None if weights is None else weights[rows]
            return compute_regression_metrics(truth[rows], matrix[:, 0], own)[objective.name]

        return measure_numbers
    classes = list(like.scores.classes)
    codes = pd.Categorical(to_class_names(data.frame[label]), categories=classes).codes.astype("int64")

    def measure_classes(matrix: Any, rows: Any) -> float:
        own, found = None if weights is None else weights[rows], codes[rows]
        if task == "two-class":
            return compute_two_class_metrics(found == 1, matrix[:, 0] > 0.5, matrix[:, 0], own)[objective.name]
        confusion = count_confusion(found, matrix.argmax(axis=1), len(classes), own)
        metrics = compute_multiclass_metrics(confusion, matrix[np.arange(len(found)), found], own)
        return objective_value(metrics, objective)

    return measure_classes


def objective_value(metrics: dict[str, float], objective: Objective) -> float:
    """The metric, which of more than two classes is a mean over them."""
    return metrics[objective.find_metric(metrics, "This model")]
