"""What the browser draws of an evaluation: the details of each task."""

import math
from collections.abc import Mapping
from typing import TypeVar

import numpy as np

from modules.kit.views.evaluation_view import (
    CalibrationBin,
    ClassMetrics,
    MulticlassDetails,
    PredictedNumbers,
    QuantileDetails,
    QuantileMeasure,
    ScoreHistogram,
    TwoClassDetails,
)
from modules.kit.views.view_model import Histogram, ValueRange
from modules.learning.metric_formulas import Counts, Flags, Numbers, are_probabilities, compute_class_metrics

MAX_THRESHOLDS = 200
MAX_SCATTER_POINTS = 2000
MAX_INTERVALS = 300
SCORE_BINS = 40
CALIBRATION_BINS = 10
RESIDUAL_BINS = 40


def build_two_class_details(
    truth: Flags,
    scores: Numbers,
    negative: str,
    positive: str,
    metrics: Mapping[str, float],
    weights: Numbers | None = None,
) -> TwoClassDetails:
    """The counts behind every threshold, the score histogram and the calibration of a two-class model.

    `truth` is True for the positive class, `scores` are higher the likelier it is. With `weights` of the mean 1 the
    counts are sums of weights.
    """
    thresholds, hits, misses = count_by_threshold(truth, scores, weights)
    kept = select_informative_thresholds(thresholds, hits, misses, MAX_THRESHOLDS)
    probabilities = are_probabilities(scores)
    return TwoClassDetails(
        positive=positive,
        negative=negative,
        rows=len(truth),
        positives=int(truth.sum()) if weights is None else float(weights[truth].sum()),
        thresholds=thresholds[kept].tolist(),
        true_positives=hits[kept].tolist(),
        false_positives=misses[kept].tolist(),
        auc=_defined_or_none(metrics["AUC"]),
        average_precision=_defined_or_none(metrics["Average_Precision"]),
        log_loss=metrics.get("Log_Loss"),
        brier=float(np.average((scores - truth) ** 2, weights=weights)) if probabilities else None,
        histogram=_build_score_histogram(truth, scores),
        calibration=_compute_calibration(truth, scores, weights) if probabilities else [],
        probabilities=probabilities,
    )


def _defined_or_none(metric: float) -> float | None:
    return None if math.isnan(metric) else metric


def count_by_threshold(
    truth: Flags, scores: Numbers, weights: Numbers | None = None
) -> tuple[Numbers, Counts | Numbers, Counts | Numbers]:
    """The distinct scores from high to low, and the positive and negative rows scored at or above each."""
    order = np.argsort(-scores, kind="stable")
    ranked, positive = scores[order], truth[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    if weights is not None:
        sorted_weights = weights[order]
        hits, misses = np.cumsum(sorted_weights * positive)[last], np.cumsum(sorted_weights * ~positive)[last]
        return ranked[last], hits, misses
    counted = np.cumsum(positive)[last]
    return ranked[last], counted, last + 1 - counted


def select_informative_thresholds(
    thresholds: Numbers, hits: Counts | Numbers, misses: Counts | Numbers, max_count: int
) -> Counts:
    """Indexes of at most `max_count` thresholds that keep the shape of all curves.

    Half are spread evenly along the ROC curve, a quarter over the range of the thresholds, where the slider moves, and
    a quarter by ever larger steps from the top, where precision jumps. The first, the last and 0.5 are always kept.
    """
    count = len(thresholds)
    if count <= max_count:
        return np.arange(count)
    path = hits / max(hits[-1], 1) + misses / max(misses[-1], 1)
    quarter = (max_count - 3) // 4
    along = np.searchsorted(path, np.linspace(path[0], path[-1], 2 * quarter))
    over = np.searchsorted(-thresholds, -np.linspace(thresholds[0], thresholds[-1], quarter))
    head = np.geomspace(1, count, quarter).astype(int) - 1
    half = max(int(np.searchsorted(-thresholds, -0.5, side="right")) - 1, 0)
    return np.unique(np.clip(np.concatenate([along, over, head, [0, half, count - 1]]), 0, count - 1))


def _build_score_histogram(truth: Flags, scores: Numbers) -> ScoreHistogram:
    low, high = (0.0, 1.0) if are_probabilities(scores) else (float(scores.min()), float(scores.max()))
    bins = np.linspace(low, high if high > low else low + 1, SCORE_BINS + 1)
    return ScoreHistogram(
        positive=np.histogram(scores[truth], bins)[0].tolist(), negative=np.histogram(scores[~truth], bins)[0].tolist()
    )


def _compute_calibration(truth: Flags, scores: Numbers, weights: Numbers | None) -> list[CalibrationBin]:
    """The mean predicted and the observed share of positives in ten equal bins of probability; empty bins left out."""
    bins = np.minimum((scores * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    counted = np.ones(len(truth)) if weights is None else weights
    inside = [(bins == bin_) & (counted > 0) for bin_ in np.unique(bins)]
    return [
        CalibrationBin(
            predicted=float(np.average(scores[rows], weights=None if weights is None else weights[rows])),
            observed=float(np.average(truth[rows], weights=None if weights is None else weights[rows])),
            rows=int(rows.sum()),
        )
        for rows in inside
        if rows.any()
    ]


def build_multiclass_details(matrix: Counts | Numbers, classes: list[str], row_count: int) -> MulticlassDetails:
    """The confusion matrix and the metrics of each class."""
    columns = zip(classes, *compute_class_metrics(matrix), matrix.sum(axis=1).tolist(), strict=True)
    return MulticlassDetails(
        classes=classes,
        matrix=matrix.tolist(),
        per_class=[
            ClassMetrics(class_name=name, precision=float(precision), recall=float(recall), f1=float(f1), rows=count)
            for name, precision, recall, f1, count in columns
        ],
        rows=row_count,
    )


PredictedKind = TypeVar("PredictedKind", bound=PredictedNumbers)


def build_regression_details(
    kind: type[PredictedKind], truth: Numbers, predicted: Numbers, label: str
) -> PredictedKind:
    """True and predicted values of a sample of rows, and the histogram of the residuals (true minus predicted)."""
    counts, edges = np.histogram(truth - predicted, bins=RESIDUAL_BINS)
    drawn = _sample_positions(len(truth), MAX_SCATTER_POINTS)
    return kind(
        rows=len(truth),
        label=label,
        points=np.column_stack([truth[drawn], predicted[drawn]]).tolist(),
        residuals=Histogram(edges=edges.tolist(), counts=counts.tolist()),
        range=ValueRange(min=float(min(truth.min(), predicted.min())), max=float(max(truth.max(), predicted.max()))),
        true_range=ValueRange(min=float(truth.min()), max=float(truth.max())),
    )


def build_quantile_details(
    truth: Numbers,
    predicted: Mapping[float, Numbers],
    label: str,
    metrics: Mapping[str, float],
    weights: Numbers | None = None,
) -> QuantileDetails:
    """Each quantile with its loss and the share of rows below it, and a sample of rows with all their quantiles."""
    quantiles = sorted(predicted)
    table = np.column_stack([truth, *(predicted[quantile] for quantile in quantiles)])
    lowest, highest = predicted[quantiles[0]], predicted[quantiles[-1]]
    return QuantileDetails(
        rows=len(truth),
        label=label,
        quantiles=[
            QuantileMeasure(
                quantile=quantile,
                loss=metrics[f"Quantile_Loss_{quantile:g}"],
                below=float(np.average(truth <= predicted[quantile], weights=weights)),
            )
            for quantile in quantiles
        ],
        coverage=metrics["Coverage"],
        expected_coverage=quantiles[-1] - quantiles[0],
        mean_width=float(np.average(highest - lowest, weights=weights)),
        intervals=table[_sample_positions(len(truth), MAX_INTERVALS)].tolist(),
        range=ValueRange(min=float(table.min()), max=float(table.max())),
    )


def _sample_positions(rows: int, max_count: int) -> Counts:
    """The positions of at most so many rows, drawn at random and in their order."""
    positions = np.arange(rows)
    return (
        positions
        if rows <= max_count
        else np.sort(np.random.default_rng(0).choice(positions, max_count, replace=False))
    )
