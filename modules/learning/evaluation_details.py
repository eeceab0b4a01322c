"""What the browser draws of an evaluation, as JSON; the shapes are those of `frontend/src/api/apiTypes.ts`."""

from typing import Any

import numpy as np

from modules.learning.metric_formulas import are_probabilities, compute_class_metrics

MAX_THRESHOLDS = 200
MAX_SCATTER_POINTS = 2000
MAX_INTERVALS = 300
SCORE_BINS = 40
CALIBRATION_BINS = 10
RESIDUAL_BINS = 40


def build_two_class_details(
    truth: Any, scores: Any, negative: str, positive: str, metrics: dict[str, float]
) -> dict[str, Any]:
    """The counts behind every threshold, the score histogram and the calibration of a two-class model.

    `truth` is True for the positive class, `scores` are higher the likelier it is.
    """
    thresholds, hits, misses = count_by_threshold(truth, scores)
    kept = select_informative_thresholds(thresholds, hits, misses, MAX_THRESHOLDS)
    probabilities = are_probabilities(scores)
    return {
        "positive": positive,
        "negative": negative,
        "rows": len(truth),
        "positives": int(truth.sum()),
        "thresholds": thresholds[kept].tolist(),
        "true_positives": hits[kept].tolist(),
        "false_positives": misses[kept].tolist(),
        "auc": metrics["AUC"],
        "average_precision": metrics["Average_Precision"],
        "log_loss": metrics.get("Log_Loss"),
        "brier": float(np.mean((scores - truth) ** 2)) if probabilities else None,
        "histogram": _build_score_histogram(truth, scores),
        "calibration": _compute_calibration(truth, scores) if probabilities else [],
        "probabilities": probabilities,
    }


def count_by_threshold(truth: Any, scores: Any) -> tuple[Any, Any, Any]:
    """The distinct scores from high to low, and the positive and negative rows scored at or above each."""
    order = np.argsort(-scores, kind="stable")
    ranked, positive = scores[order], truth[order]
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    hits = np.cumsum(positive)[last]
    return ranked[last], hits, last + 1 - hits


def select_informative_thresholds(thresholds: Any, hits: Any, misses: Any, max_count: int) -> Any:
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


def _build_score_histogram(truth: Any, scores: Any) -> dict[str, list[int]]:
    low, high = (0.0, 1.0) if are_probabilities(scores) else (float(scores.min()), float(scores.max()))
    bins = np.linspace(low, high if high > low else low + 1, SCORE_BINS + 1)
    return {
        "positive": np.histogram(scores[truth], bins)[0].tolist(),
        "negative": np.histogram(scores[~truth], bins)[0].tolist(),
    }


def _compute_calibration(truth: Any, scores: Any) -> list[dict[str, float]]:
    """The mean predicted and the observed share of positives in ten equal bins of probability; empty bins left out."""
    bins = np.minimum((scores * CALIBRATION_BINS).astype(int), CALIBRATION_BINS - 1)
    return [
        {
            "predicted": float(scores[bins == bin_].mean()),
            "observed": float(truth[bins == bin_].mean()),
            "rows": int((bins == bin_).sum()),
        }
        for bin_ in np.unique(bins)
    ]


def build_multiclass_details(matrix: Any, classes: list[str]) -> dict[str, Any]:
    """The confusion matrix and the metrics of each class."""
    rows = matrix.sum(axis=1)
    columns = zip(classes, *compute_class_metrics(matrix), rows, strict=True)
    return {
        "classes": classes,
        "matrix": matrix.tolist(),
        "per_class": [
            {"class": name, "precision": float(precision), "recall": float(recall), "f1": float(f1), "rows": int(count)}
            for name, precision, recall, f1, count in columns
        ],
        "rows": int(rows.sum()),
    }


def build_regression_details(truth: Any, predicted: Any, label: str) -> dict[str, Any]:
    """True and predicted values of a sample of rows, and the histogram of the residuals (true minus predicted)."""
    counts, edges = np.histogram(truth - predicted, bins=RESIDUAL_BINS)
    drawn = _sample_positions(len(truth), MAX_SCATTER_POINTS)
    return {
        "rows": len(truth),
        "label": label,
        "points": np.column_stack([truth[drawn], predicted[drawn]]).tolist(),
        "residuals": {"edges": edges.tolist(), "counts": counts.tolist()},
        "range": {
            "min": float(min(truth.min(), predicted.min())),
            "max": float(max(truth.max(), predicted.max())),
        },
        "true_range": {"min": float(truth.min()), "max": float(truth.max())},
    }


def build_quantile_details(
    truth: Any, predicted: "dict[float, Any]", label: str, metrics: "dict[str, float]"
) -> dict[str, Any]:
    """Each quantile with its loss and the share of rows below it, and a sample of rows with all their quantiles."""
    quantiles = sorted(predicted)
    table = np.column_stack([truth, *(predicted[quantile] for quantile in quantiles)])
    lowest, highest = predicted[quantiles[0]], predicted[quantiles[-1]]
    return {
        "rows": len(truth),
        "label": label,
        "quantiles": [
            {
                "quantile": quantile,
                "loss": metrics[f"Quantile_Loss_{quantile:g}"],
                "below": float(np.mean(truth <= predicted[quantile])),
            }
            for quantile in quantiles
        ],
        "coverage": metrics["Coverage"],
        "expected_coverage": quantiles[-1] - quantiles[0],
        "mean_width": float(np.mean(highest - lowest)),
        "intervals": table[_sample_positions(len(truth), MAX_INTERVALS)].tolist(),
        "range": {"min": float(table.min()), "max": float(table.max())},
    }


def _sample_positions(rows: int, max_count: int) -> Any:
    """The positions of at most so many rows, drawn at random and in their order."""
    positions = np.arange(rows)
    return (
        positions
        if rows <= max_count
        else np.sort(np.random.default_rng(0).choice(positions, max_count, replace=False))
    )
