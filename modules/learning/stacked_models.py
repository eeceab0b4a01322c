"""Several learners as one: a last model learns from what the others predict for rows that they were not trained on.

Wolpert, Stacked generalization, Neural Networks 5 (1992).
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pandas as pd

from modules.kit import Dataset, ModuleError, TrainedModel, UntrainedModel
from modules.kit.fan_out import fan_out_in_order
from modules.kit.schema import Schema
from modules.learning.averaged_models import AVERAGED_TASKS, FramePassing
from modules.learning.cross_validation import FoldSplit, split_into_folds, take_rows
from modules.learning.estimators import deduplicate_warnings
from modules.learning.fitting import accepts_missing, fit_model
from modules.learning.labels import drop_missing_labels
from modules.learning.preprocessing import PreparedEncoder

Numbers = npt.NDArray[np.float64]


class StackedEstimator:
    """Asks the models, and the last one about what they say."""

    def __init__(
        self, models: Sequence[Any], columns: Sequence[Sequence[str]], names: Sequence[str], last: Any, missing: bool
    ) -> None:
        self.models = list(models)
        self.columns = [list(one) for one in columns]
        self.names = list(names)
        self.last = last
        self.missing = missing
        if hasattr(last, "classes_"):
            self.classes_ = last.classes_

    def fit(self, _rows: pd.DataFrame, _target: object = None) -> "StackedEstimator":
        return self

    def __sklearn_is_fitted__(self) -> bool:
        return True

    def transform(self, rows: pd.DataFrame) -> pd.DataFrame:
        """What the models say of the rows, as the last model takes it."""
        asked = zip(self.models, self.columns, strict=True)
        said = [ask_pipeline(model, rows[names]) for model, names in asked]
        return pd.DataFrame(np.hstack(said), columns=self.names)

    def predict_proba(self, rows: pd.DataFrame) -> Any:
        return self.last.predict_proba(self.transform(rows))

    def predict(self, rows: pd.DataFrame) -> Any:
        return self.last.predict(self.transform(rows))

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("models", "columns", "names", "last", "missing")}

    def __sklearn_tags__(self) -> Any:
        from sklearn.utils import InputTags, Tags, TargetTags

        kind = "classifier" if hasattr(self, "classes_") else "regressor"
        inputs = InputTags(allow_nan=self.missing)
        return Tags(estimator_type=kind, target_tags=TargetTags(required=True), input_tags=inputs)


def ask_pipeline(pipeline: Any, rows: pd.DataFrame) -> Numbers:
    """The number, the probability of the positive class of two, or that of each class of more."""
    if not hasattr(pipeline, "classes_"):
        return np.asarray(pipeline.predict(rows), dtype="float64").reshape(-1, 1)
    probabilities = np.asarray(pipeline.predict_proba(rows), dtype="float64")
    return probabilities[:, 1:] if probabilities.shape[1] == 2 else probabilities


class _Piece(NamedTuple):
    learner: UntrainedModel
    split: FoldSplit


def stack_learners(
    learners: Sequence[UntrainedModel], last: UntrainedModel, dataset: Dataset, label: str, *, folds: int, seed: int
) -> TrainedModel:
    """Train the learners on all rows, and the last one on what they predict for the fold that they left out."""
    labeled = drop_missing_labels(dataset, label, port="dataset")
    splits = split_into_folds(learners[0], labeled, label, folds, seed)
    covered = np.sort(np.concatenate([split.test for split in splits]))
    if len(covered) < labeled.rows:
        labeled = take_rows(labeled, covered)
        splits = split_into_folds(learners[0], labeled, label, folds, seed)
    with deduplicate_warnings():
        said = _predict_left_out(learners, labeled, label, splits)
        models = [fit_model(learner, labeled, label) for learner in learners]
    _refuse_mixed_models(models)
    names = _name_columns(models)
    known = {name: labeled.frame[name] for name, role in labeled.roles.items() if role == "weight"}
    table = pd.DataFrame(said, columns=names).assign(**known, **{label: labeled.frame[label]})
    final = fit_model(last, Dataset(table, dict.fromkeys(known, "weight")), label)
    return _put_together(models, names, final, labeled.rows)


def _put_together(models: Sequence[TrainedModel], names: list[str], final: TrainedModel, rows: int) -> TrainedModel:
    """One model that asks the models, and the final one about what they say."""
    from sklearn.pipeline import Pipeline

    takes_missing = all(
        accepts_missing(model.pipeline[-1]) or isinstance(model.pipeline[0], PreparedEncoder) for model in models
    )
    columns = {column.name: column for model in models for column in model.features}
    pipelines = [model.pipeline for model in models]
    asked = [model.features.names for model in models]
    stacked = StackedEstimator(pipelines, asked, names, final.pipeline, takes_missing)
    return replace(
        final,
        learner=f"Stack of {len(models)} models",
        pipeline=Pipeline([("encoder", FramePassing()), ("estimator", stacked)]),
        label=models[0].label,
        features=Schema(tuple(columns.values())),
        feature_names=tuple(columns),
        parameters={**{f"{at}.": model.learner for at, model in enumerate(models, start=1)}, "final": final.learner},
        rows=rows,
        sample=models[0].sample if set(columns) == set(models[0].features.names) else None,
        intervals={},
        details=None,
    )


def _predict_left_out(
    learners: Sequence[UntrainedModel], labeled: Dataset, label: str, splits: Sequence[FoldSplit]
) -> Numbers:
    """What each learner predicts for each row when it was trained on the other folds."""

    def predict_fold(piece: _Piece) -> Numbers:
        model = fit_model(piece.learner, take_rows(labeled, piece.split.train), label)
        return ask_pipeline(model.pipeline, labeled.frame[model.features.names].iloc[piece.split.test])

    pieces = [_Piece(learner, split) for learner in learners for split in splits]
    found = list(fan_out_in_order(predict_fold, pieces, unit="folds"))
    blocks = []
    for at in range(len(learners)):
        parts = found[at * len(splits) : (at + 1) * len(splits)]
        block = np.empty((labeled.rows, parts[0].shape[1]))
        for split, part in zip(splits, parts, strict=True):
            if part.shape[1] != block.shape[1]:
                message = (
                    f"A class of '{label}' is missing in a fold, so the models don't fit together. Use fewer folds."
                )
                raise ModuleError(134, f"{message} Use fewer folds.", port="dataset", column=label)
            block[split.test] = part
        blocks.append(block)
    return np.hstack(blocks)


def _refuse_mixed_models(models: Sequence[TrainedModel]) -> None:
    for model in models:
        if model.task not in AVERAGED_TASKS or (model.task, model.classes) != (models[0].task, models[0].classes):
            message = f"{model.learner} ({model.task}) can't be stacked with {models[0].learner} ({models[0].task})."
            raise ModuleError(13, f"{message} Connect learners that predict the same.", port="untrained_models")


def _name_columns(models: Sequence[TrainedModel]) -> list[str]:
    names = []
    for at, model in enumerate(models, start=1):
        classes = model.classes if len(model.classes) > 2 else ()
        names += [f"{at}. {model.learner}: {name}" for name in classes] or [f"{at}. {model.learner}"]
    return names
