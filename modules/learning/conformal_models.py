"""A trained regression with intervals that hold as many rows as asked for (split conformal prediction).

Lei and others, Distribution-free predictive inference for regression, JASA 113 (2018), algorithm 2.
"""

import math
from dataclasses import replace
from typing import Any

from modules.kit import Dataset, ModuleError, TrainedModel
from modules.learning.averaged_models import FramePassing
from modules.learning.exported_intervals import ConformalRegression, compute_reach
from modules.learning.fitting import accepts_missing
from modules.learning.labels import drop_missing_labels
from modules.learning.predicting import score_dataset
from modules.learning.preprocessing import PreparedEncoder
from modules.learning.scored_datasets import to_floats


class ConformalEstimator(ConformalRegression):
    """The same with what scikit-learn asks of an estimator: whether it takes missing values."""

    takes_missing = True

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags

        inputs = InputTags(allow_nan=self.takes_missing)
        return Tags(estimator_type="regressor", target_tags=TargetTags(required=True), input_tags=inputs)


def add_intervals(model: TrainedModel, dataset: Dataset, coverage: float, *, port: str) -> TrainedModel:
    """The model with intervals that are as wide as its errors on these rows ask for."""
    from sklearn.pipeline import Pipeline

    if model.task != "regression" or model.label is None:
        message = f"{model.learner} does not predict one number for a row, so it can't get intervals."
        raise ModuleError(13, message, port="trained_model")
    labeled = drop_missing_labels(dataset, model.label.name, port=port)
    predicted = score_dataset(model, labeled, port=port)
    truth = to_floats(labeled.frame[model.label.name], port)
    reach = compute_reach(truth - predicted.columns[predicted.scores.predicted].to_numpy(), coverage)
    if not math.isfinite(reach):
        least = math.ceil(coverage / (1 - coverage) - 1e-9)
        message = f"Intervals that hold {coverage:.0%} need at least {least:,} labeled rows. Got {labeled.rows:,}."
        raise ModuleError(21, message, port=port)
    low = round((1 - coverage) / 2, 6)
    names = model.features.names
    takes_missing = accepts_missing(model.pipeline[-1]) or isinstance(model.pipeline[0], PreparedEncoder)
    estimator = ConformalEstimator(model.pipeline, names, [low, 0.5, round(1 - low, 6)], reach)
    estimator.takes_missing = takes_missing
    return replace(
        model,
        task="quantile",
        learner=f"{model.learner} with intervals",
        pipeline=Pipeline([("encoder", FramePassing()), ("estimator", estimator)]),
        feature_names=tuple(names),
        parameters={**model.parameters, "coverage": coverage, "interval_reach": reach},
        intervals={},
        details=None,
    )
