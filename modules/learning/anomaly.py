"""Anomaly detection: learn what rows usually look like, and score how unlike it a row is.

A score is a number from 0, the most usual row of the training data, over 0.5, the threshold, towards 1: with the
detector's own score s, the smallest one m of the training data and the threshold t, it is x / 2 up to x = 1 and
1 - 1 / (2 x) above, where x = (s - m) / (t - m). The order of the rows is that of the detector's own score.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from modules.kit import (
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    TrainedModel,
    UntrainedModel,
)
from modules.kit.errors import as_sentence
from modules.learning.features import in_rows, refuse_missing, refuse_other_columns
from modules.learning.learners import new_learner, parts
from modules.learning.space import Space, Steps, dense, fit_space, points_of, refuse_constant

NORMAL, ANOMALY = 0, 1
HISTOGRAM_BINS = 40


@dataclass(frozen=True)
class AnomalyLearner(UntrainedModel):
    """An untrained detector, and the share of the training data that it is to call anomalies.

    The share is None for estimators that draw the line themselves.
    """

    share: float | None = None


@dataclass(frozen=True)
class AnomalyModel(TrainedModel):
    """A trained detector: where its own scores begin, and above which of them a row is an anomaly."""

    space: Space | None = None
    lowest: float = 0.0
    threshold: float = 1.0


def anomaly_learner(
    learner: str, estimator: Any, parameters: Mapping[str, Any], *, scaler: Any = None, share: float | None = None
) -> AnomalyLearner:
    """An untrained detector of this title; the `scaler` is fitted to the numeric columns only."""
    return AnomalyLearner(**vars(new_learner(learner, "anomaly", estimator, parameters, scaler=scaler)), share=share)


def fit_anomalies(untrained: UntrainedModel, dataset: Dataset, *, port: str = "dataset") -> AnomalyModel:
    """Learn from every column whose role is feature. Raises ModuleError where the data cannot be learned from."""
    if untrained.task != "anomaly":
        message = f"{untrained.learner} detects no anomalies: it is for {untrained.task}."
        raise ModuleError(62, f"{message} Connect Isolation Forest, or another detector.", port="untrained_model")
    estimator, steps = parts(untrained)
    space, rows = _training_rows(dataset, steps, untrained.learner, port=port)
    _settle(estimator, rows, untrained.learner)
    try:
        estimator.fit(rows)
    except (ValueError, FloatingPointError) as error:
        raise ModuleError(83, as_sentence(f"{untrained.learner} could not be trained: {error}"), port=port) from error
    own = own_scores(estimator, rows)
    share = untrained.share if isinstance(untrained, AnomalyLearner) else None
    model = AnomalyModel(
        task="anomaly",
        learner=untrained.learner,
        pipeline=estimator,
        label=None,
        features=space.features,
        feature_names=space.axes,
        parameters=untrained.parameters,
        rows=dataset.rows,
        space=space,
        lowest=float(own.min()),
        # A decision function is negative for anomalies: turned, its line is at 0.
        threshold=0.0 if share is None else float(np.quantile(own, 1 - share)),
    )
    return replace(model, details=_details(model, own))


def _training_rows(dataset: Dataset, steps: Steps, learner: str, *, port: str) -> tuple[Space, Any]:
    """The encoded rows; refuses missing values (83), too few rows (21) and rows that are all the same (83)."""
    names = [column.name for column in dataset.schema if column.role == "feature"]
    if not names:
        raise ModuleError(47, f"The data at '{port}' has no feature column.", port=port)
    if dataset.rows:
        refuse_missing(dataset.frame, dataset.schema.only(names), learner, number=83, port=port)
    space, points = fit_space(dataset, names, steps, port=port)
    rows = dense(points.rows, learner, port=port)
    if len(rows) < 2:
        raise ModuleError(21, f"{learner} needs at least 2 rows. Got {len(rows)}.", port=port)
    refuse_constant(rows, learner, port=port)
    return space, rows


def own_scores(estimator: Any, rows: Any) -> Any:
    """The detector's own scores, higher for stranger rows.

    PCA: the distance of a row to its projection on the components. Others: scikit-learn's `decision_function`, turned.
    """
    if hasattr(estimator, "inverse_transform"):
        return np.linalg.norm(rows - estimator.inverse_transform(estimator.transform(rows)), axis=1)
    return -estimator.decision_function(rows)


def predict_anomalies(model: AnomalyModel, dataset: Dataset, *, port: str) -> tuple[Any, Any]:
    """The label, 1 for an anomaly and 0 for a usual row, and the score of every row."""
    if dataset.rows:
        refuse_other_columns(dataset, model.features, port=port)
        refuse_missing(dataset.frame, model.features, model.learner, number=18, port=port)
    assert model.space is not None
    points = points_of(model.space, dataset, port=port)
    own = own_scores(model.pipeline, dense(points.rows, model.learner, port=port))
    labels = np.where(own > model.threshold, ANOMALY, NORMAL).astype("int64")
    return labels, scaled(own, model.lowest, model.threshold)


def scaled(own: Any, lowest: float, threshold: float) -> Any:
    """Own scores on the scale from 0 to 1 that the head of this file describes."""
    room = max(threshold - lowest, 1e-12 * max(1.0, abs(threshold)))
    steps = np.maximum((own - lowest) / room, 0.0)
    return np.where(steps <= 1, steps / 2, 1 - 1 / (2 * np.maximum(steps, 1.0)))


def trained_anomalies(untrained: ModelSchema, dataset: Schema) -> ModelSchema | None:
    """What is known of a detector before it is trained."""
    features = [column.name for column in dataset if column.role == "feature"]
    return ModelSchema("anomaly", None, dataset.only(features)) if untrained.task == "anomaly" else None


def _settle(estimator: Any, rows: Any, learner: str) -> None:
    """What only the data decide: the rows of a tree; and that there are fewer components than features (7).

    All components together rebuild every row exactly, so that none would be strange.
    """
    if hasattr(estimator, "max_samples") and isinstance(estimator.max_samples, int):
        estimator.set_params(max_samples=min(estimator.max_samples, len(rows)))
    wanted = getattr(estimator, "n_components", None)
    most = min(rows.shape[1] - 1, len(rows) - 1)
    if wanted is not None and wanted > most:
        message = f"{learner} takes fewer components than there are features and rows. Got {wanted}."
        hint = f"The data have {rows.shape[1]} features after encoding and {in_rows(len(rows))}."
        raise ModuleError(7, f"{message} {hint}", port="dataset")


def _details(model: AnomalyModel, own: Any) -> dict[str, Any]:
    """AnomalyDetails of the browser: the scores of the training data and the line."""
    scores = scaled(own, model.lowest, model.threshold)
    counts, edges = np.histogram(scores, bins=np.linspace(0, 1, HISTOGRAM_BINS + 1))
    strange = int((own > model.threshold).sum())
    return {
        "kind": "anomalies",
        "rows": len(own),
        "anomalies": strange,
        "threshold": 0.5,
        "own_threshold": model.threshold,
        "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
        "quantiles": [
            {"share": share, "score": float(np.quantile(scores, share))} for share in (0.5, 0.75, 0.9, 0.95, 0.99, 1.0)
        ],
    }
