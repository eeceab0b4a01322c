"""Measuring one scored dataset: its metrics, and the details that the browser draws."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from modules.kit import Dataset, Evaluation, ModuleError, Scores, Task
from modules.kit.views.evaluation_view import (
    EvaluationDetails,
    MulticlassDetails,
    QuantileDetails,
    RegressionDetails,
    SourceColumns,
    TwoClassDetails,
)
from modules.learning.anomaly_metrics import measure_anomalies
from modules.learning.cluster_metrics import is_clustering, measure_clusters
from modules.learning.evaluation_details import (
    build_multiclass_details,
    build_quantile_details,
    build_regression_details,
    build_two_class_details,
)
from modules.learning.labels import to_class_names
from modules.learning.metric_formulas import (
    Counts,
    Metrics,
    Numbers,
    compute_multiclass_metrics,
    compute_quantile_metrics,
    compute_regression_metrics,
    compute_two_class_metrics,
    count_confusion,
)
from modules.learning.row_roles import Weights, list_role_columns, log, read_weights
from modules.learning.scored_datasets import ScoreKind, align_truth, find_scores, to_floats


@dataclass(frozen=True)
class Measurement:
    """How good one model's scores are."""

    task: Task
    learner: str
    metrics: dict[str, float]
    details: EvaluationDetails
    training_metrics: Mapping[str, float] = field(default_factory=dict)


def measure_dataset(
    dataset: Dataset, *, port: str, anomaly: str | None = None, kind: ScoreKind = "Detect"
) -> Measurement:
    """The metrics and details of a scored dataset. Raises ModuleError where label or scores are not to be found.

    `kind` says what scores are that do not tell it. `anomaly` is the value of the label that scores of anomalies are
    held against, the rarer one where it is None.
    """
    if is_clustering(dataset):
        if list_role_columns(dataset.schema, "weight"):
            log.warning("Clusters are measured without weights: each row counts the same.")
        return Measurement(
            "clustering", dataset.scores.learner if dataset.scores else "", *measure_clusters(dataset, port)
        )
    scores = find_scores(dataset, port=port, kind=kind)
    frame = align_truth(dataset, scores, port=port)
    weight, weights = _read_row_weights(dataset, frame, scores, port)
    if scores.task == "regression":
        found: _Measured = _measure_regression(frame, scores, port, weights)
    elif scores.task == "quantile":
        found = _measure_quantiles(frame, scores, port, weights)
    elif scores.task == "two-class":
        found = _measure_two_class(frame, scores, port, weights)
    elif scores.task == "multiclass":
        found = _measure_multiclass(frame, scores, port, weights)
    elif scores.task == "anomaly":
        found = measure_anomalies(frame, scores, port, anomaly, weights)
    else:
        raise ModuleError(13, f"Scores of {scores.task} can't be measured here.", port=port)
    return _build_measurement(scores, *found, weight)


def _read_row_weights(
    dataset: Dataset, frame: pd.DataFrame, scores: Scores, port: str
) -> tuple[str | None, Weights | None]:
    """The column with the weights of the rows that are measured, and these, scaled to the mean 1.

    So scaled, sums of weights add up to the number of rows.
    """
    present = dataset.frame[list(frame.columns)].notna().all(axis=1).to_numpy()
    measured = dataset.with_frame(dataset.frame[present])
    weights = read_weights(measured, scores.label, port=port)
    if weights is None:
        return None, None
    name = next(name for name in list_role_columns(measured.schema, "weight") if name != scores.label)
    log.info("The metrics are weighted by '%s'.", name)
    return name, weights / weights.mean()


SourcedKind = TwoClassDetails | MulticlassDetails | RegressionDetails | QuantileDetails


_Measured = tuple[Metrics, SourcedKind]


def _build_measurement(
    scores: Scores, metrics: dict[str, float], details: SourcedKind, weight: str | None
) -> Measurement:
    """With the columns that the numbers came from, so that the rows behind them can be looked up."""
    score = scores.probabilities.get(scores.positive or "")
    columns = SourceColumns(label=scores.label, predicted=scores.predicted, score=score, weight=weight)
    sourced = details.with_source(columns, scores.threshold)
    return Measurement(scores.task, scores.learner, metrics, sourced, scores.training_metrics)


def name_model(wanted: str, others: Sequence[str]) -> str:
    """A name that no other model has: "Two-Class Logistic Regression (2)"."""
    numbered = (f"{wanted} ({number})" for number in range(2, len(others) + 2))
    return next(name for name in (wanted, *numbered) if name not in others)


def build_evaluation(measured: Sequence[Measurement], sources: Sequence[str]) -> Evaluation:
    """One evaluation of models of one task, each under a name of its own: its learner, else where it came from."""
    names: list[str] = []
    for model, source in zip(measured, sources, strict=True):
        names.append(name_model(model.learner or source, names))
    return Evaluation(
        task=measured[0].task,
        models=tuple(names),
        metrics=tuple(model.metrics for model in measured),
        details={name: model.details for name, model in zip(names, measured, strict=True)},
        training_metrics={
            name: model.training_metrics for name, model in zip(names, measured, strict=True) if model.training_metrics
        },
    )


def _measure_regression(
    frame: pd.DataFrame, scores: Scores, port: str, weights: Weights | None
) -> tuple[Metrics, RegressionDetails]:
    truth, predicted = (to_floats(frame[name], port) for name in (scores.label or "", scores.predicted))
    details = build_regression_details(RegressionDetails, truth, predicted, scores.label or "")
    return compute_regression_metrics(truth, predicted, weights), details


def _measure_quantiles(
    frame: pd.DataFrame, scores: Scores, port: str, weights: Weights | None
) -> tuple[Metrics, QuantileDetails]:
    truth = to_floats(frame[scores.label or ""], port)
    predicted = {float(name): to_floats(frame[column], port) for name, column in scores.quantiles.items()}
    metrics = compute_quantile_metrics(truth, predicted, weights)
    return metrics, build_quantile_details(truth, predicted, scores.label or "", metrics, weights)


def _measure_two_class(
    frame: pd.DataFrame, scores: Scores, port: str, weights: Weights | None
) -> tuple[Metrics, TwoClassDetails]:
    names = to_class_names(frame[scores.label or ""])
    strange = sorted(set(names) - set(scores.classes))
    if strange:
        message = f"The label '{scores.label}' contains '{strange[0]}', which is not a class of the model"
        raise ModuleError(58, f"{message} ({', '.join(scores.classes)}).", port=port, column=scores.label)
    truth = names == scores.positive
    predicted = to_class_names(frame[scores.predicted]) == scores.positive
    column = scores.probabilities.get(scores.positive or "")
    ranked = to_floats(frame[column], port) if column else None
    metrics = compute_two_class_metrics(truth, predicted, ranked, weights)
    # Without scores the prediction itself ranks the rows: one threshold between its two values.
    shown = predicted.astype("float64") if ranked is None else ranked
    shown_metrics = metrics if ranked is not None else compute_two_class_metrics(truth, predicted, shown, weights)
    negative = next((name for name in scores.classes if name != scores.positive), "")
    details = build_two_class_details(truth, shown, negative, scores.positive or "", shown_metrics, weights)
    return metrics, details


def _measure_multiclass(
    frame: pd.DataFrame, scores: Scores, port: str, weights: Weights | None
) -> tuple[Metrics, MulticlassDetails]:
    names, predicted = to_class_names(frame[scores.label or ""]), to_class_names(frame[scores.predicted])
    classes = list(dict.fromkeys([*scores.classes, *sorted({*names, *predicted})]))
    number = {name: index for index, name in enumerate(classes)}
    truth = np.array([number[name] for name in names])
    matrix = count_confusion(truth, np.array([number[name] for name in predicted]), len(classes), weights)
    true_class_probabilities = _select_truth_probabilities(frame, scores, classes, truth, port)
    metrics = compute_multiclass_metrics(matrix, true_class_probabilities, weights)
    return metrics, build_multiclass_details(matrix, classes, len(frame))


def _select_truth_probabilities(
    frame: pd.DataFrame, scores: Scores, classes: list[str], truth: Counts, port: str
) -> Numbers | None:
    """The probability that each row's true class was given: 0 for a class that the model does not know."""
    if not scores.probabilities:
        return None
    table = np.zeros((len(frame), len(classes)))
    for name, column in scores.probabilities.items():
        if name in classes:
            table[:, classes.index(name)] = to_floats(frame[column], port)
    probabilities: Numbers = table[np.arange(len(frame)), truth]
    return probabilities
