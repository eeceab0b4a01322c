"""One trial: a candidate trained and measured fold by fold, as Cross Validate Model does it."""

import math
import pickle
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from modules.automated_ml.candidates import Candidate
from modules.kit import Dataset, ModuleError, Scores, TrainedModel
from modules.learning.cross_validation import FoldSplit, take_rows
from modules.learning.evaluating import measure_dataset
from modules.learning.fitting import fit_model
from modules.learning.predicting import Predictions, add_scores, score_dataset
from modules.learning.tuning import Objective

TrialState = Literal["complete", "stopped early", "failed"]
#: The gap between training and validation is measured on at most this many rows.
GAP_ROWS = 2_000
#: A trial that is behind the best after its first fold by more than so many deviations of the folds is not worth more.
HOPELESS_DEVIATIONS = 2.5


@dataclass(frozen=True)
class SearchData:
    """What all trials share: the rows, their folds, and what is measured."""

    data: Dataset
    label: str
    splits: Sequence[FoldSplit]
    objective: Objective
    #: The positions of the rows that the first, small look trains on; None where all rows are few enough.
    small_train: Any = None
    small_test: Any = None

    @property
    def has_small_rung(self) -> bool:
        return self.small_train is not None


@dataclass(frozen=True)
class TrialRequest:
    """What a worker is to do: a candidate, in full or as a small look, and the first folds that it has to beat."""

    number: int
    candidate: Candidate
    small: bool
    #: The metric of the best candidate on the first fold, and how far folds differ.
    first_fold: float | None = None
    fold_deviation: float = 0.0


@dataclass(frozen=True)
class TrialResult:
    """What came of it: the metric of each fold, and the predictions of their rows."""

    state: TrialState
    values: tuple[float, ...] = ()
    training_value: float | None = None
    predictions: tuple[Predictions, ...] = ()
    seconds: float = 0.0
    fold_seconds: float = 0.0
    bytes: int | None = None
    reason: str | None = None

    @property
    def value(self) -> float:
        known = [value for value in self.values if not math.isnan(value)]
        return float(np.mean(known)) if known else math.nan


@dataclass(frozen=True)
class SearchTrial:
    """A trial as the search keeps it, with the second in which it began."""

    request: TrialRequest
    result: TrialResult
    started: float

    @property
    def is_complete(self) -> bool:
        return self.result.state == "complete" and not math.isnan(self.result.value)


def run_trial(search: SearchData, request: TrialRequest) -> TrialResult:
    """Train and measure. A candidate that cannot be trained has failed; that is a value, too."""
    began = time.monotonic()
    try:
        if request.small:
            return _look_small(search, request, began)
        return _measure_folds(search, request, began)
    except ModuleError as error:
        return TrialResult("failed", seconds=time.monotonic() - began, reason=error.message)


def _look_small(search: SearchData, request: TrialRequest, began: float) -> TrialResult:
    model = fit_model(request.candidate.build_learner(), take_rows(search.data, search.small_train), search.label)
    value, _ = measure_model(model, take_rows(search.data, search.small_test), search.objective)
    return TrialResult("stopped early", (value,), seconds=time.monotonic() - began)


def _measure_folds(search: SearchData, request: TrialRequest, began: float) -> TrialResult:
    learner = request.candidate.build_learner()
    values: list[float] = []
    predictions: list[Predictions] = []
    gap, size = math.nan, 0
    for place, split in enumerate(search.splits):
        model = fit_model(learner, take_rows(search.data, split.train), search.label)
        value, scored = measure_model(model, take_rows(search.data, split.test), search.objective)
        values.append(value)
        predictions.append(scored)
        if place == 0:
            seen = split.train[:: max(1, len(split.train) // GAP_ROWS)]
            gap, _ = measure_model(model, take_rows(search.data, seen), search.objective)
            size = len(pickle.dumps(model.pipeline))
            if _is_hopeless(value, search, request):
                break
    seconds = time.monotonic() - began
    whole = len(values) == len(search.splits)
    return TrialResult(
        "complete" if whole else "stopped early",
        tuple(values),
        gap,
        tuple(predictions) if whole else (),
        seconds,
        seconds / len(values),
        size,
    )


def _is_hopeless(value: float, search: SearchData, request: TrialRequest) -> bool:
    """Whether the first fold is so far behind that of the best that the others cannot make up for it."""
    if request.first_fold is None or math.isnan(value) or len(search.splits) < 2:
        return False
    behind = request.first_fold - value if search.objective.maximize else value - request.first_fold
    return behind > max(HOPELESS_DEVIATIONS * request.fold_deviation, 1e-9)


def measure_model(model: TrainedModel, data: Dataset, objective: Objective) -> tuple[float, Predictions]:
    """The metric of a model on some rows, and its predictions of them."""
    scored = score_dataset(model, data)
    metrics = measure_dataset(add_scores(data, scored), port="dataset").metrics
    return metrics[objective.find_metric(metrics, model.learner)], scored


def to_matrix(predictions: Predictions) -> Any:
    """What models are averaged by: probabilities of the classes, or numbers."""
    columns, scores = predictions.columns, predictions.scores
    if scores.task == "regression":
        return columns[[scores.predicted]].to_numpy(dtype="float64")
    return columns[list(scores.probabilities.values())].to_numpy(dtype="float64")


def from_matrix(matrix: Any, like: Predictions) -> Predictions:
    """Predictions as a model would make them whose probabilities or numbers these are."""
    scores: Scores = like.scores
    columns = like.columns.copy()
    if scores.task == "regression":
        columns[scores.predicted] = matrix[:, 0]
        return Predictions(columns, scores)
    for place, name in enumerate(scores.probabilities.values()):
        columns[name] = matrix[:, place]
    called = (matrix[:, 0] > 0.5).astype(int) if scores.task == "two-class" else matrix.argmax(axis=1)
    columns[scores.predicted] = np.asarray(scores.classes)[called]
    return Predictions(columns, scores)
