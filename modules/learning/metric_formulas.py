"""The numbers that measure predictions. What is undefined, such as AUC with one class only, is NaN.

Rows may have `weights`: then means are weighted, and counts are sums of weights.
"""

import math
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

Metrics = dict[str, float]
Numbers = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Counts = npt.NDArray[np.int64]

#: The metrics of each task, in the order of the columns; a quantile model has the loss of each quantile besides.
METRIC_NAMES = {
    "regression": (
        "Mean_Absolute_Error",
        "Root_Mean_Squared_Error",
        "Relative_Absolute_Error",
        "Relative_Squared_Error",
        "Coefficient_of_Determination",
    ),
    "quantile": ("Average_Quantile_Loss", "Coverage"),
    "two-class": ("Accuracy", "Precision", "Recall", "F1", "AUC", "Average_Precision", "Log_Loss"),
    "multiclass": ("Accuracy", "Macro_Precision", "Macro_Recall", "Macro_F1", "Log_Loss"),
}

#: A probability is at least this far from 0 and 1 in the logarithm, as in scikit-learn.
SMALLEST_PROBABILITY = float(np.finfo("float64").eps)


def compute_regression_metrics(truth: Numbers, predicted: Numbers, weights: Numbers | None = None) -> Metrics:
    """Errors of predicted numbers; the relative ones compare with always predicting the mean."""
    error = predicted - truth
    spread = truth - np.average(truth, weights=weights)
    squared = _divide(_sum(error**2, weights), _sum(spread**2, weights))
    return {
        "Mean_Absolute_Error": float(np.average(np.abs(error), weights=weights)),
        "Root_Mean_Squared_Error": math.sqrt(float(np.average(error**2, weights=weights))),
        "Relative_Absolute_Error": _divide(_sum(np.abs(error), weights), _sum(np.abs(spread), weights)),
        "Relative_Squared_Error": squared,
        "Coefficient_of_Determination": 1 - squared,
    }


def compute_quantile_metrics(
    truth: Numbers, predicted: Mapping[float, Numbers], weights: Numbers | None = None
) -> Metrics:
    """The pinball loss of each quantile and their mean, and the share of rows from the lowest to the highest.

    The pinball loss weighs a shortfall by the quantile and an excess by the rest (Koenker and Bassett 1978,
    Econometrica 46, page 38): the true quantile has the smallest.
    """
    losses = {
        quantile: compute_pinball_loss(truth, values, quantile, weights) for quantile, values in predicted.items()
    }
    inside = (truth >= predicted[min(predicted)]) & (truth <= predicted[max(predicted)])
    return {
        "Average_Quantile_Loss": float(np.mean(list(losses.values()))),
        "Coverage": float(np.average(inside, weights=weights)),
        **{f"Quantile_Loss_{quantile:g}": loss for quantile, loss in losses.items()},
    }


def compute_pinball_loss(truth: Numbers, predicted: Numbers, quantile: float, weights: Numbers | None = None) -> float:
    shortfall = truth - predicted
    return float(np.average(np.maximum(quantile * shortfall, (quantile - 1) * shortfall), weights=weights))


def compute_two_class_metrics(
    truth: Flags, predicted: Flags, scores: Numbers | None, weights: Numbers | None = None
) -> Metrics:
    """Metrics of a positive class, from booleans and the scores of the positive class where there are any."""
    hits = _sum(truth & predicted, weights)
    precision = _divide(hits, _sum(predicted, weights), undefined=0.0)
    recall = _divide(hits, _sum(truth, weights), undefined=0.0)
    metrics = {
        "Accuracy": float(np.average(truth == predicted, weights=weights)),
        "Precision": precision,
        "Recall": recall,
        "F1": _divide(2 * precision * recall, precision + recall, undefined=0.0),
    }
    return metrics if scores is None else metrics | _compute_ranking_metrics(truth, scores, weights)


def _compute_ranking_metrics(truth: Flags, scores: Numbers, weights: Numbers | None) -> Metrics:
    from sklearn.metrics import average_precision_score, roc_auc_score

    positives, total = _sum(truth, weights), _sum(np.ones(len(truth)), weights)
    ranking = {"sample_weight": weights}
    metrics = {
        "AUC": float(roc_auc_score(truth, scores, **ranking)) if 0 < positives < total else math.nan,
        "Average_Precision": float(average_precision_score(truth, scores, **ranking)) if positives else math.nan,
    }
    if are_probabilities(scores):
        metrics["Log_Loss"] = compute_log_loss(np.where(truth, scores, 1 - scores), weights)
    return metrics


def compute_multiclass_metrics(
    matrix: Counts | Numbers, true_class_probabilities: Numbers | None, weights: Numbers | None = None
) -> Metrics:
    """Metrics of a confusion matrix [true][predicted]; the macro ones are plain means over the classes that occur."""
    precision, recall, f1 = compute_class_metrics(matrix)
    occurring = (matrix.sum(axis=0) + matrix.sum(axis=1)) > 0
    metrics = {
        "Accuracy": _divide(float(np.trace(matrix)), float(matrix.sum())),
        "Macro_Precision": float(np.mean(precision[occurring])),
        "Macro_Recall": float(np.mean(recall[occurring])),
        "Macro_F1": float(np.mean(f1[occurring])),
    }
    if true_class_probabilities is not None:
        metrics["Log_Loss"] = compute_log_loss(true_class_probabilities, weights)
    return metrics


def compute_class_metrics(matrix: Counts | Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Precision, recall and F1 of each class; 0 where there is nothing to divide by."""
    hits = np.diag(matrix).astype("float64")
    predicted, true = matrix.sum(axis=0), matrix.sum(axis=1)
    return _divide_arrays(hits, predicted), _divide_arrays(hits, true), _divide_arrays(2 * hits, predicted + true)


def count_confusion(truth: Counts, predicted: Counts, count: int, weights: Numbers | None = None) -> Counts | Numbers:
    """Counts as matrix[true][predicted] from class numbers."""
    return np.bincount(truth * count + predicted, weights, minlength=count * count).reshape(count, count)


def compute_log_loss(probabilities: Numbers, weights: Numbers | None = None) -> float:
    """The mean negative logarithm of the probabilities given to what was true."""
    logarithms = np.log(np.clip(probabilities, SMALLEST_PROBABILITY, 1 - SMALLEST_PROBABILITY))
    return float(-np.average(logarithms, weights=weights))


def are_probabilities(scores: Numbers) -> bool:
    return len(scores) == 0 or bool(scores.min() >= 0 and scores.max() <= 1)


def _sum(values: Numbers | Flags, weights: Numbers | None) -> float:
    return float(np.sum(values) if weights is None else np.sum(values * weights))


def _divide(part: float, whole: float, undefined: float = math.nan) -> float:
    return part / whole if whole else undefined


def _divide_arrays(parts: Numbers, wholes: Counts | Numbers) -> Numbers:
    return np.divide(parts, wholes, out=np.zeros(len(parts)), where=wholes > 0)
