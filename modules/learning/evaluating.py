"""Measuring one scored dataset: its metrics, and the details that the browser draws."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from modules.kit import Dataset, Evaluation, ModuleError, Scores, Task
from modules.learning.anomaly_measures import measure_anomalies
from modules.learning.cluster_measures import is_clustering, measure_clusters
from modules.learning.curves import multiclass_details, quantile_details, regression_details, two_class_details
from modules.learning.labels import as_class_names
from modules.learning.metrics import (
    confusion,
    multiclass_metrics,
    quantile_metrics,
    regression_metrics,
    two_class_metrics,
)
from modules.learning.scored import comparable, numbers_of, scores_of


@dataclass(frozen=True)
class Measured:
    """How good one model's scores are."""

    task: Task
    learner: str
    metrics: dict[str, float]
    details: dict[str, Any]


def measure(dataset: Dataset, *, port: str, anomaly: str | None = None) -> Measured:
    """The metrics and details of a scored dataset. Raises ModuleError where label or scores are not to be found.

    `anomaly` is the value of the label that scores of anomalies are held against, the rarer one where it is None.
    """
    if is_clustering(dataset):
        return Measured(
            "clustering", dataset.scores.learner if dataset.scores else "", *measure_clusters(dataset, port)
        )
    scores = scores_of(dataset, port=port)
    frame = comparable(dataset, scores, port=port)
    if scores.task == "regression":
        metrics, details = _regression(frame, scores, port)
    elif scores.task == "quantile":
        metrics, details = _quantiles(frame, scores, port)
    elif scores.task == "two-class":
        metrics, details = _two_class(frame, scores, port)
    elif scores.task == "multiclass":
        metrics, details = _multiclass(frame, scores, port)
    elif scores.task == "anomaly":
        metrics, details = measure_anomalies(frame, scores, port, anomaly)
    else:
        raise ModuleError(13, f"Scores of {scores.task} cannot be measured here.", port=port)
    return Measured(scores.task, scores.learner, metrics, details | _found_in(scores))


def _found_in(scores: Scores) -> dict[str, Any]:
    """Which columns the numbers came from, so that the rows behind them can be looked up."""
    score = scores.probabilities.get(scores.positive or "")
    columns = {"label": scores.label, "predicted": scores.predicted, "score": score}
    return {"columns": columns, "called_from": scores.threshold}


def evaluation_of(measured: Sequence[Measured], sources: Sequence[str]) -> Evaluation:
    """One evaluation of models of one task, each under a name of its own: its learner, else where it came from."""
    names: list[str] = []
    for model, source in zip(measured, sources, strict=True):
        name = model.learner or source
        names.append(name if name not in names else f"{name} (2)")
    return Evaluation(
        task=measured[0].task,
        models=tuple(names),
        metrics=tuple(model.metrics for model in measured),
        details={name: model.details for name, model in zip(names, measured, strict=True)},
    )


def _regression(frame: pd.DataFrame, scores: Scores, port: str) -> tuple[dict[str, float], dict[str, Any]]:
    truth, predicted = (numbers_of(frame[name], port) for name in (scores.label or "", scores.predicted))
    return regression_metrics(truth, predicted), regression_details(truth, predicted, scores.label or "")


def _quantiles(frame: pd.DataFrame, scores: Scores, port: str) -> tuple[dict[str, float], dict[str, Any]]:
    truth = numbers_of(frame[scores.label or ""], port)
    predicted = {float(name): numbers_of(frame[column], port) for name, column in scores.quantiles.items()}
    metrics = quantile_metrics(truth, predicted)
    return metrics, quantile_details(truth, predicted, scores.label or "", metrics)


def _two_class(frame: pd.DataFrame, scores: Scores, port: str) -> tuple[dict[str, float], dict[str, Any]]:
    names = as_class_names(frame[scores.label or ""])
    strange = sorted(set(names) - set(scores.classes))
    if strange:
        message = f"The label '{scores.label}' holds '{strange[0]}', which is none of the model's classes"
        raise ModuleError(58, f"{message} ({', '.join(scores.classes)}).", port=port, column=scores.label)
    truth = names == scores.positive
    predicted = as_class_names(frame[scores.predicted]) == scores.positive
    column = scores.probabilities.get(scores.positive or "")
    ranked = numbers_of(frame[column], port) if column else None
    metrics = two_class_metrics(truth, predicted, ranked)
    # Without scores the prediction itself ranks the rows: one threshold between its two values.
    shown = predicted.astype("float64") if ranked is None else ranked
    shown_metrics = metrics if ranked is not None else two_class_metrics(truth, predicted, shown)
    negative = next((name for name in scores.classes if name != scores.positive), "")
    return metrics, two_class_details(truth, shown, negative, scores.positive or "", shown_metrics)


def _multiclass(frame: pd.DataFrame, scores: Scores, port: str) -> tuple[dict[str, float], dict[str, Any]]:
    names, predicted = as_class_names(frame[scores.label or ""]), as_class_names(frame[scores.predicted])
    classes = list(dict.fromkeys([*scores.classes, *sorted({*names, *predicted})]))
    number = {name: index for index, name in enumerate(classes)}
    truth = np.array([number[name] for name in names])
    matrix = confusion(truth, np.array([number[name] for name in predicted]), len(classes))
    given = _probability_of_truth(frame, scores, classes, truth, port)
    return multiclass_metrics(matrix, given), multiclass_details(matrix, classes)


def _probability_of_truth(frame: pd.DataFrame, scores: Scores, classes: list[str], truth: Any, port: str) -> Any | None:
    """The probability that each row's true class was given: 0 for a class that the model does not know."""
    if not scores.probabilities:
        return None
    table = np.zeros((len(frame), len(classes)))
    for name, column in scores.probabilities.items():
        if name in classes:
            table[:, classes.index(name)] = numbers_of(frame[column], port)
    return table[np.arange(len(frame)), truth]
