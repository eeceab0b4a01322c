"""Several trained models as one: the weighted mean of their probabilities or of their numbers."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from modules.kit import ModuleError, TrainedModel
from modules.kit.schema import Schema
from modules.learning.exported_averages import AveragedModels
from modules.learning.fitting import accepts_missing
from modules.learning.preprocessing import PreparedEncoder

AVERAGED_TASKS = ("regression", "two-class", "multiclass")


class FramePassing:
    """Stands where a pipeline has its encoder: the models encode the rows themselves."""

    transformers_: tuple[()] = ()

    def fit(self, _frame: pd.DataFrame, _target: object = None) -> "FramePassing":
        return self

    def transform(self, frame: pd.DataFrame) -> pd.DataFrame:
        return frame


class AverageEstimator(AveragedModels):
    """The average with what scikit-learn asks of an estimator: whether it takes missing values."""

    takes_missing = True

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags

        kind = "classifier" if hasattr(self, "classes_") else "regressor"
        inputs = InputTags(allow_nan=self.takes_missing)
        return Tags(estimator_type=kind, target_tags=TargetTags(required=True), input_tags=inputs)


def name_average(count: int, *, votes: bool) -> str:
    """What a model of several is called."""
    return f"{'Vote' if votes else 'Average'} of {count} models"


def average_trained_models(
    models: Sequence[TrainedModel], weights: Sequence[float], *, port: str, votes: bool = False
) -> TrainedModel:
    """The models as one, weighted so; refuses models that do not predict the same label and classes (13)."""
    from sklearn.pipeline import Pipeline

    first = models[0]
    for model in models:
        _refuse_other_kind(model, first, port)
    columns = {column.name: column for model in models for column in model.features}
    total = sum(weights)
    averaged = AverageEstimator(
        [model.pipeline for model in models],
        [model.features.names for model in models],
        [weight / total for weight in weights],
        votes,
    )
    averaged.takes_missing = all(
        accepts_missing(model.pipeline[-1]) or isinstance(model.pipeline[0], PreparedEncoder) for model in models
    )
    return replace(
        first,
        learner=name_average(len(models), votes=votes),
        pipeline=Pipeline([("encoder", FramePassing()), ("estimator", averaged)]),
        features=Schema(tuple(columns.values())),
        feature_names=tuple(columns),
        parameters={
            f"{number}. {model.learner}": f"weight {weight / total:.3g}"
            for number, (model, weight) in enumerate(zip(models, weights, strict=True), start=1)
        },
        sample=_merge_samples(models, list(columns)),
        intervals={},
        details=None,
    )


def _refuse_other_kind(model: TrainedModel, first: TrainedModel, port: str) -> None:
    if model.task not in AVERAGED_TASKS or model.label is None or first.label is None:
        message = f"{model.learner} can't be averaged: only models that predict classes or numbers can."
        raise ModuleError(13, message, port=port)
    if (model.task, model.label.name, model.classes) != (first.task, first.label.name, first.classes):
        message = f"The models must predict the same label with the same classes. {first.learner} predicts"
        message = f"{message} '{first.label.name}' ({first.task}), {model.learner} '{model.label.name}' ({model.task})."
        raise ModuleError(13, message, port=port)


def _merge_samples(models: Sequence[TrainedModel], names: list[str]) -> pd.DataFrame | None:
    """The sample of the model that has all columns; None where none has, as its rows could not be put together."""
    whole: list[Any] = [model.sample for model in models if model.sample is not None]
    return next((sample[names] for sample in whole if set(names) <= set(sample.columns)), None)
