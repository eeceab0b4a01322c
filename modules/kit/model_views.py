"""The views and glances of models and evaluations: ModelView, EvaluationView and Glance of the browser's types.

Estimators are read by the attributes that scikit-learn gives them, so that the kit needs no learning library.
"""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from modules.kit.artifact_views import build_thumbnail, build_view
from modules.kit.model_trees import extract_trees
from modules.kit.partial_dependence import compute_partial_dependence
from modules.kit.ports import Evaluation, TrainedModel, UntrainedModel
from modules.kit.unsupervised_views import build_details_thumbnail

MAX_THUMBNAIL_WEIGHTS = 9
MAX_CURVE_POINTS = 40
MAX_SCATTER_POINTS = 120
MAX_FEATURES = 1000


@build_view.register
def build_untrained_model_view(model: UntrainedModel) -> dict[str, object]:
    return _build_common_view("untrained_model", model)


@build_view.register
def build_trained_model_view(model: TrainedModel) -> dict[str, Any]:
    weights, importance = extract_coefficients(model), extract_importances(model)
    return _build_common_view("trained_model", model) | {
        "label": model.label.name if model.label else None,
        "rows": model.rows,
        "classes": list(model.classes),
        "coefficients": weights,
        "importances": importance,
        "trees": extract_trees(model, _get_estimator(model)),
        "dependence": compute_partial_dependence(model, [item["feature"] for item in importance or ()]),
        "history": extract_history(model),
        "features": model.features.to_json()["columns"],
        "details": _replace_nan(model.details) or None,
    }


def _build_common_view(kind: str, model: UntrainedModel | TrainedModel) -> dict[str, Any]:
    swept = model.swept if isinstance(model, UntrainedModel) else {}
    return {
        "kind": kind,
        "task": model.task,
        "learner": model.learner,
        "label": None,
        "rows": None,
        "classes": [],
        "parameters": [
            {"name": name.replace("_", " ").capitalize(), "value": str(swept[name]) if name in swept else value}
            for name, value in model.parameters.items()
        ],
        "coefficients": None,
        "importances": None,
        "trees": None,
        "dependence": None,
        "history": None,
        "features": [],
        "details": None,
    }


def extract_coefficients(model: TrainedModel) -> list[dict[str, Any]] | None:
    """The weights of a linear model, largest first; one list per class, of two classes that of the positive one.

    They are those of the encoded features: where numbers were scaled first, a weight belongs to the scaled number.
    """
    estimator = _find_linear_model(_get_estimator(model))
    if estimator is None:
        return None
    weights = np.atleast_2d(estimator.coef_)
    intercepts = np.broadcast_to(np.atleast_1d(estimator.intercept_), (len(weights),))
    classes = [None] if not model.classes else list(model.classes)[-1:] if len(weights) == 1 else list(model.classes)
    return [
        {
            "class": name,
            "intercept": float(intercept),
            "weights": [
                {"feature": feature, "weight": value, "interval": list(model.intervals.get(feature, ())) or None}
                for feature, value in _select_largest(model.feature_names, row)
            ],
        }
        for name, intercept, row in zip(classes, intercepts, weights, strict=True)
    ]


def extract_importances(model: TrainedModel) -> list[dict[str, Any]] | None:
    """How much each feature helps the trees, adding up to 1, largest first.

    Forests: mean decrease of impurity. Boosted trees: the gain of all splits by the feature, as LightGBM counts it.
    """
    values = _compute_importances(_get_estimator(model), len(model.feature_names))
    if values is None:
        return None
    return [
        {"feature": feature, "importance": value} for feature, value in _select_largest(model.feature_names, values)
    ]


def extract_history(model: TrainedModel) -> list[dict[str, Any]] | None:
    """How training went, epoch by epoch, of an estimator that keeps a `history`: {figure: {data: values}}."""
    kept = getattr(_get_estimator(model), "history", None)
    if not kept:
        return None
    return [
        {
            "figure": figure,
            "series": [{"name": name, "values": _replace_nan(list(values))} for name, values in of.items()],
        }
        for figure, of in kept.items()
    ]


def _build_history_thumbnail(figure: dict[str, Any]) -> dict[str, Any] | None:
    """The first figure of a history on a scale of 0 to 1."""
    numbers = [value for series in figure["series"] for value in series["values"] if value is not None]
    if len(numbers) < 2:
        return None
    low, high = min(numbers), max(numbers)
    return {
        "kind": "history",
        "series": [
            [round((value - low) / ((high - low) or 1), 4) for value in thinned if value is not None]
            for thinned in (_thin_values(series["values"]) for series in figure["series"])
        ],
    }


def _thin_values(values: list[object]) -> list[Any]:
    places = np.linspace(0, len(values) - 1, min(len(values), MAX_CURVE_POINTS)).astype(int)
    return [values[place] for place in places]


@build_thumbnail.register
def build_trained_model_thumbnail(model: TrainedModel) -> dict[str, Any] | None:
    """The largest weights (-1 to 1) or importances (0 to 1), how the loss fell, or what the details show."""
    if model.details:
        return build_details_thumbnail(model.details)
    estimator = _get_estimator(model)
    epochs = extract_history(model)
    if epochs is not None:
        return _build_history_thumbnail(epochs[0])
    linear = _find_linear_model(estimator)
    if linear is not None:
        return {"kind": "weights", "values": _scale_largest(np.atleast_2d(linear.coef_)[-1])}
    values = _compute_importances(estimator, len(model.feature_names))
    return None if values is None else {"kind": "importances", "values": _scale_largest(values)}


def _get_estimator(model: TrainedModel) -> Any:
    steps = getattr(model.pipeline, "steps", None)
    return steps[-1][1] if steps else model.pipeline


def _find_linear_model(estimator: object) -> Any | None:
    """The linear model itself, also from within the calibration of its probabilities."""
    calibrated = getattr(estimator, "calibrated_classifiers_", None)
    inner = calibrated[0].estimator if calibrated else estimator
    return inner if hasattr(inner, "coef_") and hasattr(inner, "intercept_") else None


def _compute_importances(estimator: object, count: int) -> Any | None:
    if hasattr(estimator, "_predictors"):
        gains = np.zeros(count)
        for tree in (tree for stage in estimator._predictors for tree in stage):
            splits = tree.nodes[tree.nodes["is_leaf"] == 0]
            np.add.at(gains, splits["feature_idx"], splits["gain"])
        return gains / gains.sum() if gains.sum() > 0 else gains
    values = getattr(estimator, "feature_importances_", None)
    # LightGBM gives the gain itself, not the share of it.
    return values if values is None or not values.sum() else values / values.sum()


def _select_largest(names: tuple[str, ...], values: Any) -> list[tuple[str, float]]:
    order = np.argsort(-np.abs(values), kind="stable")[:MAX_FEATURES]
    return [(names[index], float(values[index])) for index in order]


def _scale_largest(values: Any) -> list[float]:
    largest = values[np.argsort(-np.abs(values), kind="stable")[:MAX_THUMBNAIL_WEIGHTS]]
    top = float(np.abs(largest[0])) if len(largest) else 0.0
    return [round(float(value) / top, 4) if top else 0.0 for value in largest]


@build_view.register
def build_evaluation_view(evaluation: Evaluation) -> dict[str, object]:
    """Metrics and details of each model; metrics that are undefined are left out, since JSON has no NaN."""
    return {
        "kind": "evaluation",
        "task": evaluation.task,
        "models": [
            {
                "name": name,
                "metrics": _drop_infinite(metrics),
                "details": _replace_nan(evaluation.details.get(name, {})),
            }
            for name, metrics in zip(evaluation.models, evaluation.metrics, strict=True)
        ],
    }


@build_thumbnail.register
def build_evaluation_thumbnail(evaluation: Evaluation) -> dict[str, Any] | None:
    """ROC curves, or of the first model what was predicted against true, the confusion matrix or the clusters."""
    details = [evaluation.details[name] for name in evaluation.models if name in evaluation.details]
    if not details:
        return None
    if evaluation.task in ("two-class", "anomaly"):
        return {"kind": "curve", "series": [_build_roc_points(model) for model in details]}
    if evaluation.task == "multiclass":
        return {"kind": "matrix", "cells": _normalize_rows(details[0]["matrix"])}
    if evaluation.task == "regression":
        return {"kind": "scatter", "points": _build_scatter_points(details[0])}
    if evaluation.task == "quantile":
        rows = np.array(details[0]["intervals"])
        points = rows[:, [0, (rows.shape[1] + 1) // 2]].tolist()
        return {"kind": "scatter", "points": _build_scatter_points({**details[0], "points": points})}
    if evaluation.task == "recommendation":
        return _build_recommendation_thumbnail(details[0])
    return build_details_thumbnail(details[0])


def _build_recommendation_thumbnail(details: Mapping[str, Any]) -> dict[str, Any]:
    """Foreseen against true ratings, or how many users have their items in how good an order."""
    if details["kind"] == "ratings":
        return {"kind": "scatter", "points": _build_scatter_points(details)}
    counts = np.array(details["by_user"]["counts"]).reshape(-1, 2).sum(axis=1)
    return {"kind": "histograms", "columns": [{"name": "NDCG", "bars": (counts / max(1, counts.max())).tolist()}]}


def _build_roc_points(details: Mapping[str, Any]) -> list[list[float]]:
    """The curve from (0, 0) to (1, 1) in evenly spread points."""
    positives = max(details["positives"], 1)
    negatives = max(details["rows"] - details["positives"], 1)
    x = np.append(0.0, np.array(details["false_positives"]) / negatives)
    y = np.append(0.0, np.array(details["true_positives"]) / positives)
    kept = _spread_indices(x + y, MAX_CURVE_POINTS)
    return _round_rows(np.column_stack([x[kept], y[kept]]))


def _spread_indices(path: Any, max_count: int) -> Any:
    """Indexes of at most `max_count` points, evenly far apart along a rising path."""
    if len(path) <= max_count:
        return np.arange(len(path))
    targets = np.linspace(path[0], path[-1], max_count)
    return np.unique(np.minimum(np.searchsorted(path, targets), len(path) - 1))


def _normalize_rows(matrix: list[list[int]]) -> list[list[float]]:
    cells = np.array(matrix, dtype="float64")
    return _round_rows(cells / np.maximum(cells.sum(axis=1, keepdims=True), 1))


def _build_scatter_points(details: Mapping[str, Any]) -> list[list[float]]:
    """[true, predicted] of evenly chosen rows, scaled to the range of both."""
    points = np.array(details["points"])
    kept = points[np.linspace(0, len(points) - 1, min(len(points), MAX_SCATTER_POINTS)).astype(int)]
    low, high = details["range"]["min"], details["range"]["max"]
    return _round_rows((kept - low) / ((high - low) or 1))


def _round_rows(table: Any) -> list[list[float]]:
    return [[round(float(value), 4) for value in row] for row in table]


def _drop_infinite(metrics: Mapping[str, float]) -> dict[str, float]:
    return {name: float(value) for name, value in metrics.items() if math.isfinite(value)}


def _replace_nan(details: object) -> Any:
    if isinstance(details, Mapping):
        return {name: _replace_nan(value) for name, value in details.items()}
    if isinstance(details, list):
        return [_replace_nan(value) for value in details]
    return None if isinstance(details, float) and not math.isfinite(details) else details
