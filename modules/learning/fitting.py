"""A learner and data become a trained model: a scikit-learn Pipeline of an encoder and an estimator."""

from dataclasses import replace
from typing import Any

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel
from modules.learning.encoding import TEXT_TYPES, Encoding, encoding_for, feature_names, named, new_encoder
from modules.learning.estimators import fit_estimator
from modules.learning.features import features_of, refuse_infinite, refuse_missing
from modules.learning.labels import labelled, target_of
from modules.learning.learners import innermost, parts, settled_task

TASKS = ("regression", "two-class", "multiclass")


def fit(untrained: UntrainedModel, dataset: Dataset, label: str, *, port: str = "dataset") -> TrainedModel:
    """Train on the rows that have a label, with every column whose role is feature.

    Raises ModuleError where the data or the label cannot be learned from; see features.py and labels.py.
    """
    from sklearn.pipeline import Pipeline

    if untrained.task not in TASKS:
        message = f"{untrained.learner} does not learn from a label. Use the trainer for {untrained.task}."
        raise ModuleError(13, message, port="untrained_model")
    data = labelled(dataset, label, port=port)
    features = features_of(data, label, port=port)
    target = target_of(data.frame[label], untrained.task, untrained.learner, port=port)
    estimator, number_steps = parts(untrained)
    refuse_infinite(data.frame, features, port=port)
    if not takes_missing(estimator):
        refuse_missing(data.frame, features, untrained.learner, number=83, port=port)
    encoding = encoding_for(innermost(estimator))
    encoder = new_encoder(data.frame, features, encoding, number_steps)
    encoded = encoder.fit_transform(data.frame[features.names])
    _tell_categories(estimator, encoding, len(named(features, TEXT_TYPES)))
    fit_estimator(estimator, encoded, target, untrained.learner, port=port)
    classes = tuple(map(str, getattr(estimator, "classes_", ())))
    return TrainedModel(
        task=settled_task(untrained, len(classes)),
        learner=untrained.learner,
        pipeline=Pipeline([("encoder", encoder), ("estimator", estimator)]),
        label=replace(data.schema[label], role="label"),
        features=features,
        classes=classes,
        feature_names=feature_names(encoder),
        parameters=untrained.parameters,
        rows=data.rows,
    )


def takes_missing(estimator: Any) -> bool:
    """Whether the estimator itself can learn from missing values."""
    from sklearn.utils import get_tags

    return bool(get_tags(innermost(estimator)).input_tags.allow_nan)


def _tell_categories(estimator: Any, encoding: Encoding, count: int) -> None:
    """Boosted trees split categories as sets, once told which columns they are: the encoder puts them first."""
    if encoding == "native":
        innermost(estimator).set_params(categorical_features=list(range(count)) or None)
