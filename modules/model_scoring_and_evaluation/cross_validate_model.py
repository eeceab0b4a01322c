"""Cross Validate Model: train and score on each of several folds, so that every row is scored by a model new to it."""

import logging
import warnings
from dataclasses import dataclass
from typing import Annotated, Any, NamedTuple

import numpy as np
import pandas as pd
from pydantic import Field

from modules.kit import (
    Call,
    Column,
    Dataset,
    ModelSchema,
    ModuleError,
    Schema,
    Scores,
    Seed,
    UntrainedModel,
    column_of,
    module,
    titled,
    track,
)
from modules.kit.progress import listening
from modules.learning.evaluating import Measured, measure
from modules.learning.examples import loan_learner, loans
from modules.learning.fitting import fit
from modules.learning.labels import labelled, target_of
from modules.learning.metrics import METRIC_NAMES
from modules.learning.predicting import PROBABILITIES, Predictions, predict, scored_schema, with_scores

log = logging.getLogger(__name__)

FOLD = "Fold Number"
ROWS = "Number of examples in fold"
MODEL = "Model"


class CrossValidated(NamedTuple):
    scored_results: Dataset
    evaluation_results_by_fold: Dataset


@dataclass(frozen=True)
class Fold:
    """The scores of one fold's rows, and how good they are."""

    number: int
    rows: Any
    predictions: Predictions
    measured: Measured


def columns_by_fold(untrained_model: ModelSchema, dataset: Schema, label: str) -> tuple[Schema | None, Schema | None]:
    """The columns of both outputs, as far as the task and the label tell them."""
    known = label in dataset
    model = ModelSchema(untrained_model.task, dataset[label] if known else None, dataset)
    scored = scored_schema(model, dataset.without([FOLD]).plus(Column(FOLD, "integer", "group")))
    metrics = METRIC_NAMES.get(untrained_model.task, ())
    table = Schema(
        (Column(FOLD, "text"), Column(ROWS, "real"), Column(MODEL, "text"), *(Column(name, "real") for name in metrics))
    )
    return scored, table


@module(
    "Cross Validate Model",
    category="Model Scoring and Evaluation",
    icon="refresh",
    at_inference="drop",
    schema=columns_by_fold,
    example=lambda: Call.of(loan_learner(), loans(), label="paid", number_of_folds=3),
)
def cross_validate_model(
    untrained_model: UntrainedModel,
    dataset: Dataset,
    *,
    label: Annotated[str, column_of("dataset"), titled("Label column")],
    number_of_folds: Annotated[int, Field(ge=2, le=1000)] = 10,
    seed: Seed = 0,
) -> CrossValidated:
    """Estimate how good a learner is on new data: train on all folds but one, score that one, in turn.

    Folds are drawn at random, for classes with the same shares in each. The first output holds every row that has a
    label, with the fold it was in and its scores from the model that had not seen it; the second the metrics of each
    fold, their mean and their (sample) standard deviation.
    """
    data = labelled(dataset, label, port="dataset")
    splits = _splits(untrained_model, data, label, number_of_folds, seed)
    folds = [
        _fold(number, untrained_model, data, label, train, test)
        for number, (train, test) in track(enumerate(splits), total=number_of_folds, unit="folds")
    ]
    return CrossValidated(_scored(data, folds), _by_fold(folds, untrained_model.learner))


def _splits(
    untrained: UntrainedModel, data: Dataset, label: str, number_of_folds: int, seed: int
) -> list[tuple[Any, Any]]:
    """Row positions to train on and to score, for each fold."""
    from sklearn.model_selection import KFold, StratifiedKFold

    target = target_of(data.frame[label], untrained.task, untrained.learner, port="dataset")
    if number_of_folds > data.rows:
        message = f"number_of_folds must be at most {data.rows}, the rows with a label. Got {number_of_folds}."
        raise ModuleError(7, message, parameter="number_of_folds")
    if untrained.task == "regression":
        return list(KFold(number_of_folds, shuffle=True, random_state=seed).split(target))
    counts = pd.Series(target).value_counts()
    if counts.min() < 2 or counts.max() < number_of_folds:
        name, count = (counts.idxmin(), counts.min()) if counts.min() < 2 else (counts.idxmax(), counts.max())
        message = f"Class '{name}' of '{label}' has {count} rows, too few for {number_of_folds} folds."
        raise ModuleError(134, f"{message} Use fewer folds, or remove the class.", port="dataset", column=label)
    if counts.min() < number_of_folds:
        log.warning("Class '%s' has %d rows: not every fold has one of them.", counts.idxmin(), counts.min())
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="The least populated class", category=UserWarning)
        return list(StratifiedKFold(number_of_folds, shuffle=True, random_state=seed).split(target, target))


def _fold(number: int, untrained: UntrainedModel, data: Dataset, label: str, train: Any, test: Any) -> Fold:
    # Trees report their own progress, which would hide that of the folds.
    with listening(lambda _: None):
        model = fit(untrained, _rows(data, train), label)
        held_out = _rows(data, test)
        predictions = predict(model, held_out)
        return Fold(number, test, predictions, measure(with_scores(held_out, predictions), port="dataset"))


def _rows(data: Dataset, positions: Any) -> Dataset:
    return data.with_frame(data.frame.iloc[positions].reset_index(drop=True))


def _scored(data: Dataset, folds: list[Fold]) -> Dataset:
    """All rows in their order, with their fold and scores."""
    positions = np.concatenate([fold.rows for fold in folds])
    back = np.argsort(positions)
    columns = pd.concat([fold.predictions.columns for fold in folds], ignore_index=True)
    # A class that one fold's training rows lack has no probability column there: the model gave it none.
    probabilities = [name for name in columns if name.startswith(PROBABILITIES)]
    columns[probabilities] = columns[probabilities].fillna(0.0)
    numbers = np.concatenate([np.full(len(fold.rows), fold.number) for fold in folds])
    frame = data.frame.drop(columns=[FOLD], errors="ignore").assign(**{FOLD: numbers[back]})
    numbered = data.with_frame(frame).with_role("group", FOLD)
    predictions = Predictions(columns.iloc[back].reset_index(drop=True), _all_classes(folds))
    return with_scores(numbered, predictions)


def _all_classes(folds: list[Fold]) -> Scores:
    """The scores of the fold that knows the most classes."""
    return max((fold.predictions.scores for fold in folds), key=lambda scores: len(scores.classes))


def _by_fold(folds: list[Fold], learner: str) -> Dataset:
    """A row of metrics for each fold, then their mean and standard deviation."""
    table = pd.DataFrame([{ROWS: float(len(fold.rows)), **fold.measured.metrics} for fold in folds])
    summary = pd.DataFrame([table.mean(), table.std()])
    whole = pd.concat([table, summary], ignore_index=True)
    whole.insert(0, FOLD, pd.Series([*(str(fold.number) for fold in folds), "Mean", "Standard Deviation"], dtype="str"))
    whole.insert(2, MODEL, pd.Series([learner] * len(whole), dtype="str"))
    return Dataset(whole)
