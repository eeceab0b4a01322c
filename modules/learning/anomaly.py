"""Anomaly detection: learn what rows usually look like, and score how unlike it a row is.

A score is a number from 0, the most usual row of the training data, over 0.5, the threshold, toward 1: with the
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
from modules.kit.errors import to_sentence
from modules.kit.views.model_view import AnomalyDetails, ScoreQuantile
from modules.kit.views.view_model import Histogram
from modules.learning.feature_space import (
    FeatureSpace,
    NumberSteps,
    encode_points,
    fit_space,
    refuse_constant,
    to_dense,
)
from modules.learning.features import format_row_count, refuse_missing, refuse_other_columns
from modules.learning.learners import build_learner, split_pipeline
from modules.learning.metric_formulas import Counts, Numbers
from modules.learning.row_weights import prepare_weights

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

    space: FeatureSpace | None = None
    lowest: float = 0.0
    threshold: float = 1.0


def build_anomaly_learner(
    learner: str, estimator: Any, parameters: Mapping[str, Any], *, scaler: Any = None, share: float | None = None
) -> AnomalyLearner:
    """An untrained detector of this title; the `scaler` is fitted to the numeric columns only."""
    return AnomalyLearner(**vars(build_learner(learner, "anomaly", estimator, parameters, scaler=scaler)), share=share)


def fit_anomalies(untrained: UntrainedModel, dataset: Dataset, *, port: str = "dataset") -> AnomalyModel:
    """Learn from every column whose role is feature. Raises ModuleError where the data cannot be learned from."""
    if untrained.task != "anomaly":
        message = f"{untrained.learner} does not detect anomalies. It is for {untrained.task}."
        raise ModuleError(62, f"{message} Connect Isolation Forest, or another detector.", port="untrained_model")
    estimator, steps = split_pipeline(untrained)
    space, rows = _encode_training_rows(dataset, steps, untrained.learner, port=port)
    _adapt_to_data(estimator, rows, untrained.learner)
    settings = prepare_weights(estimator, dataset, untrained.learner, port=port)
    try:
        estimator.fit(rows, **settings)
    except (ValueError, FloatingPointError) as error:
        raise ModuleError(83, to_sentence(f"{untrained.learner} could not be trained: {error}"), port=port) from error
    own = compute_raw_scores(estimator, rows)
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
    return replace(model, details=_build_details(model, own))


def _encode_training_rows(
    dataset: Dataset, steps: NumberSteps, learner: str, *, port: str
) -> tuple[FeatureSpace, Numbers]:
    """The encoded rows; refuses missing values (83), too few rows (21) and rows that are all the same (83)."""
    names = [column.name for column in dataset.schema if column.role == "feature"]
    if not names:
        raise ModuleError(47, f"The data at '{port}' has no feature column.", port=port)
    if dataset.rows:
        refuse_missing(dataset.frame, dataset.schema.select(names), learner, number=83, port=port)
    space, points = fit_space(dataset, names, steps, port=port)
    rows = to_dense(points.rows, learner, port=port)
    if len(rows) < 2:
        raise ModuleError(21, f"{learner} needs at least 2 rows. Got {len(rows)}.", port=port)
    refuse_constant(rows, learner, port=port)
    return space, rows


def compute_raw_scores(estimator: Any, rows: Numbers) -> Numbers:
    """The detector's own scores, higher for stranger rows.

    PCA: the distance of a row to its projection on the components. Others: scikit-learn's `decision_function`, turned.
    """
    if hasattr(estimator, "inverse_transform"):
        rebuilt: Numbers = estimator.inverse_transform(estimator.transform(rows))
        return np.asarray(np.linalg.norm(rows - rebuilt, axis=1))
    decided: Numbers = estimator.decision_function(rows)
    return -decided


def predict_anomalies(model: AnomalyModel, dataset: Dataset, *, port: str) -> tuple[Counts, Numbers]:
    """The label, 1 for an anomaly and 0 for a usual row, and the score of every row."""
    if dataset.rows:
        refuse_other_columns(dataset, model.features, port=port)
        refuse_missing(dataset.frame, model.features, model.learner, number=18, port=port)
    assert model.space is not None
    points = encode_points(model.space, dataset, port=port)
    own = compute_raw_scores(model.pipeline, to_dense(points.rows, model.learner, port=port))
    labels = np.where(own > model.threshold, ANOMALY, NORMAL).astype("int64")
    return labels, rescale_scores(own, model.lowest, model.threshold)


def rescale_scores(raw_scores: Numbers, lowest: float, threshold: float) -> Numbers:
    """Own scores on the scale from 0 to 1 that the head of this file describes."""
    room = max(threshold - lowest, 1e-12 * max(1.0, abs(threshold)))
    steps = np.maximum((raw_scores - lowest) / room, 0.0)
    return np.where(steps <= 1, steps / 2, 1 - 1 / (2 * np.maximum(steps, 1.0)))


def infer_anomaly_model(untrained: ModelSchema, dataset: Schema) -> ModelSchema | None:
    """What is known of a detector before it is trained."""
    features = [column.name for column in dataset if column.role == "feature"]
    return ModelSchema("anomaly", None, dataset.select(features)) if untrained.task == "anomaly" else None


def _adapt_to_data(estimator: Any, rows: Numbers, learner: str) -> None:
    """What only the data decide: the rows of a tree; and that there are fewer components than features (7).

    All components together rebuild every row exactly, so that none would be strange.
    """
    if hasattr(estimator, "max_samples") and isinstance(estimator.max_samples, int):
        estimator.set_params(max_samples=min(estimator.max_samples, len(rows)))
    requested = getattr(estimator, "n_components", None)
    max_components = min(rows.shape[1] - 1, len(rows) - 1)
    if requested is not None and requested > max_components:
        message = f"{learner} takes fewer components than there are features and rows. Got {requested}."
        hint = f"The data have {rows.shape[1]} features after encoding and {format_row_count(len(rows))}."
        raise ModuleError(7, f"{message} {hint}", port="dataset")


def _build_details(model: AnomalyModel, own: Numbers) -> AnomalyDetails:
    """The scores of the training data and the line."""
    scores = rescale_scores(own, model.lowest, model.threshold)
    counts, edges = np.histogram(scores, bins=np.linspace(0, 1, HISTOGRAM_BINS + 1))
    return AnomalyDetails(
        rows=len(own),
        anomalies=int((own > model.threshold).sum()),
        threshold=0.5,
        own_threshold=model.threshold,
        histogram=Histogram(edges=edges.tolist(), counts=counts.tolist()),
        quantiles=[
            ScoreQuantile(share=share, score=float(np.quantile(scores, share)))
            for share in (0.5, 0.75, 0.9, 0.95, 0.99, 1.0)
        ],
    )
