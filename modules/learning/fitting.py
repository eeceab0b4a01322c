"""A learner and data become a trained model: a scikit-learn Pipeline of an encoder and an estimator."""

from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel
from modules.kit.schema import LABELED_TASKS, Schema
from modules.learning.class_weights import name_class_weights
from modules.learning.compatible_modules import get_trainer_title
from modules.learning.encoding import (
    PLAIN_TYPES,
    TEXT_TYPES,
    Encoding,
    build_encoder,
    choose_encoding,
    encode_rows,
    list_encoded_names,
    select_names,
    set_categorical_features,
)
from modules.learning.estimators import fit_estimator
from modules.learning.features import refuse_infinite, refuse_missing, refuse_vectors, select_features
from modules.learning.labels import drop_missing_labels, extract_target
from modules.learning.learners import resolve_task, split_pipeline, unwrap_estimator
from modules.learning.monotone_constraints import place_constraints
from modules.learning.preprocessing import prepare_training_rows
from modules.learning.row_weights import prepare_weights
from modules.learning.weight_intervals import compute_weight_intervals

#: A trained model keeps this many rows, from which its view draws what each feature does.
SAMPLE_ROWS = 500


def fit_model(
    untrained: UntrainedModel,
    dataset: Dataset,
    label: str,
    *,
    port: str = "dataset",
    shared_encoder: Any = None,
) -> TrainedModel:
    """Train on the rows that have a label, with every column whose role is feature; rows count by their weights.

    The learner's preprocessing is fitted on these rows first. `shared_encoder` is one of `share_encoder`.
    Raises ModuleError where the data or the label cannot be learned from; see features.py and labels.py.
    """
    from sklearn.pipeline import Pipeline

    if untrained.task not in LABELED_TASKS:
        message = f"{untrained.learner} does not learn from a label. Use {get_trainer_title(untrained)} instead."
        raise ModuleError(13, message, port="untrained_model")
    refuse_sweeps(untrained)
    labeled = drop_missing_labels(dataset, label, port=port)
    rows = prepare_training_rows(untrained.preprocessing, labeled, label, port=port)
    data = rows.data
    features = select_features(data, label, port=port)
    target = extract_target(data.frame[label], untrained.task, untrained.learner, port=port)
    estimator, number_steps = split_pipeline(untrained)
    settings = prepare_weights(estimator, data, untrained.learner, label, port=port)
    name_class_weights(estimator, target, untrained.learner, label)
    refuse_infinite(data.frame, features, port=port)
    if not accepts_missing(estimator):
        refuse_missing(data.frame, features, untrained.learner, number=83, port=port)
    encoding = _choose_feature_encoding(untrained, estimator, features, port=port)
    encoder = shared_encoder or build_encoder(data.frame, features, encoding, number_steps)
    encoded = encode_rows(encoder, data.frame) if shared_encoder else encoder.fit_transform(data.frame[features.names])
    if encoding == "native":
        set_categorical_features(unwrap_estimator(estimator), len(select_names(features, TEXT_TYPES)), encoded.shape[1])
    place_constraints(estimator, encoder, features, target, untrained.learner)
    fit_estimator(estimator, encoded, target, untrained, port=port, settings=settings)
    classes = tuple(map(str, getattr(estimator, "classes_", ())))
    names = list_encoded_names(encoder)
    columns = features if rows.preprocessing is None else rows.columns
    return TrainedModel(
        task=resolve_task(untrained.task, len(classes)),
        learner=untrained.learner,
        pipeline=Pipeline([("encoder", rows.wrap_encoder(encoder, features)), ("estimator", estimator)]),
        label=replace(labeled.schema[label], role="label"),
        features=columns,
        classes=classes,
        feature_names=names,
        parameters=untrained.parameters,
        rows=data.rows,
        sample=_sample_rows(labeled.frame[columns.names]),
        intervals=compute_weight_intervals(estimator, encoded, target, names, settings.get("sample_weight")),
    )


def share_encoder(untrained: UntrainedModel, dataset: Dataset, label: str) -> Any:
    """One encoder for models of any of these rows; None where an encoder takes something from the rows that it is for.

    Trees take numbers and times as they are. Encoding them anew for each of many small models takes a while.
    """
    features = Schema(tuple(one for one in dataset.schema if one.role == "feature" and one.name != label))
    if untrained.preprocessing or not features or len(select_names(features, PLAIN_TYPES)) < len(features):
        return None
    estimator, number_steps = split_pipeline(untrained)
    encoding = _choose_feature_encoding(untrained, estimator, features, port="dataset")
    if number_steps or encoding not in ("native", "ordinal"):
        return None
    return build_encoder(dataset.frame, features, encoding, []).fit(dataset.frame[features.names].head(1))


def _choose_feature_encoding(untrained: UntrainedModel, estimator: Any, features: Schema, *, port: str) -> Encoding:
    """How the learner gets its features; refuses vectors that it cannot take."""
    encoding: Encoding = "one-hot" if untrained.one_hot else choose_encoding(unwrap_estimator(estimator))
    if encoding != "as it is" and not accepts_sparse(estimator):
        refuse_vectors(features, untrained.learner, port=port)
    return encoding


def _sample_rows(frame: pd.DataFrame) -> pd.DataFrame:
    """Evenly spread rows, copied: the frame may be mapped from a file that the model outlives."""
    positions = np.unique(np.linspace(0, len(frame) - 1, SAMPLE_ROWS).astype(int))
    return frame.iloc[positions].reset_index(drop=True)


#: {estimator: whether it takes missing values}: asking takes as long as a prediction of one row.
_accepting: "WeakKeyDictionary[Any, bool]" = WeakKeyDictionary()


def accepts_missing(estimator: Any) -> bool:
    """Whether the estimator itself can learn from missing values."""
    try:
        if estimator not in _accepting:
            _accepting[estimator] = _read_missing_tag(estimator)
        return _accepting[estimator]
    except TypeError:  # one that a script wrote need not be a key
        return _read_missing_tag(estimator)


def _read_missing_tag(estimator: Any) -> bool:
    from sklearn.utils import get_tags

    inner = unwrap_estimator(estimator)
    # The quantile forest has the tags of scikit-learn's forests and not their care for missing values.
    return type(inner).__name__ != "RandomForestQuantileRegressor" and bool(get_tags(inner).input_tags.allow_nan)


def accepts_sparse(estimator: Any) -> bool:
    """Whether the estimator learns from a table that holds only what is not 0."""
    from sklearn.utils import get_tags

    inner = unwrap_estimator(estimator)
    # XGBoost takes what is not there for missing.
    dense = type(inner).__name__.startswith("XGB") or type(inner).__name__ == "RandomForestQuantileRegressor"
    return not dense and bool(get_tags(inner).input_tags.sparse)


def refuse_sweeps(untrained: UntrainedModel) -> None:
    """Refuse a learner with a parameter that stands for several values (13): which of them should it be?"""
    for name, sweep in untrained.swept.items():
        message = f"'{name}' of {untrained.learner} is set to several values: {sweep}. Training takes one."
        raise ModuleError(13, f"{message} Use Tune Model Hyperparameters, or enter one value.", port="untrained_model")
