"""The metric by which features are judged: which one a task has, and what a model reaches in it."""

import math
from typing import Literal

from modules.kit import Dataset, ModuleError, Task, TrainedModel
from modules.learning.evaluating import measure_dataset
from modules.learning.metric_formulas import METRIC_NAMES
from modules.learning.predicting import add_scores, score_dataset

Metric = Literal[
    "Automatic",
    "Accuracy",
    "Precision",
    "Recall",
    "F1",
    "AUC",
    "Log Loss",
    "Mean Absolute Error",
    "Root Mean Squared Error",
    "Relative Absolute Error",
    "Relative Squared Error",
    "Coefficient of Determination",
]

#: {task: what is measured where nobody chooses}; Accuracy of the others.
AUTOMATIC_METRIC = {"regression": "Coefficient_of_Determination", "quantile": "Average_Quantile_Loss"}
#: The smaller these are, the better the model.
ERROR_METRICS = (
    "Average_Quantile_Loss",
    "Log_Loss",
    "Mean_Absolute_Error",
    "Root_Mean_Squared_Error",
    "Relative_Absolute_Error",
    "Relative_Squared_Error",
)


def match_metric(task: str, metric: Metric) -> str | None:
    """The metric as the measures of the task call it; None where the task has no such metric."""
    if metric == "Automatic":
        return AUTOMATIC_METRIC.get(task, "Accuracy")
    wanted = metric.replace(" ", "_")
    return next((name for name in (wanted, f"Macro_{wanted}") if name in METRIC_NAMES.get(task, ())), None)


def find_task_metric(task: Task, metric: Metric, learner: str, *, port: str) -> str:
    """The metric as it is called among those of the task; error 62 where the task has no such metric."""
    names = METRIC_NAMES.get(task, ())
    if not names:
        raise ModuleError(13, f"{learner} does not predict a label, so no metric can measure it.", port=port)
    found = match_metric(task, metric)
    if found is None:
        offered = ", ".join(
            name.removeprefix("Macro_").replace("_", " ") for name in names if name != "Average_Precision"
        )
        message = f"{metric} does not measure {learner} ({_describe_task(task)}). Choose one of: {offered}."
        raise ModuleError(62, message, port=port, parameter="metric")
    return found


def _describe_task(task: Task) -> str:
    return {"two-class": "two classes", "multiclass": "more than two classes"}.get(task, task)


def compute_model_metric(model: TrainedModel, data: Dataset, metric: str, *, port: str) -> float:
    """One metric of the model on rows that have a label; refuses one that is undefined (18) or not there (62)."""
    scored = add_scores(data, score_dataset(model, data, port=port))
    metrics = measure_dataset(scored, port=port).metrics
    if metric not in metrics:
        message = f"{model.learner} gives no probabilities, but {metric.replace('_', ' ')} needs them."
        raise ModuleError(62, message, parameter="metric")
    if math.isnan(metrics[metric]):
        message = f"{metric.replace('_', ' ')} is undefined where the label is the same in all rows of '{port}'."
        raise ModuleError(18, f"{message} Choose another metric, or other data.", port=port, parameter="metric")
    return metrics[metric]
