"""The end of a search: the models that are worth it trained on all its rows, alone or together."""

import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from modules.automated_ml.ensemble import select_weights
from modules.automated_ml.objectives import make_measure
from modules.automated_ml.search import Search
from modules.automated_ml.trials import SearchTrial, to_matrix
from modules.kit import Task, TrainedModel
from modules.kit.fan_out import Failure, fan_out
from modules.learning.averaged_models import average_trained_models
from modules.learning.fitting import fit_model

log = logging.getLogger(__name__)

#: Weights are chosen among so many models, and on so many rows at most.
MAX_COMPARED, MAX_COMPARED_ROWS = 12, 10_000


@dataclass(frozen=True)
class FinalModel:
    """What the search gives: a model, the weights of the trials in it, and what they reach together on the folds."""

    model: TrainedModel
    weights: Mapping[int, float]
    ensemble_value: float | None


def train_final_model(search: Search, task: Task, *, ensemble: bool) -> FinalModel:
    """The best model, or several together where that is better on the folds."""
    ranked = search.list_best()
    weights, value = _weigh(search, ranked, task) if ensemble and len(ranked) > 1 else ({}, None)
    if len(weights) < 2:
        weights, value = {ranked[0].request.number: 1.0}, None
    models = _train(search, ranked, weights)
    kept = {number: weights[number] for number in models}
    total = sum(kept.values())
    shares = {number: weight / total for number, weight in kept.items()}
    if len(models) == 1:
        return FinalModel(next(iter(models.values())), shares, None)
    averaged = average_trained_models(list(models.values()), list(shares.values()), port="dataset")
    return FinalModel(averaged, shares, value)


def _weigh(search: Search, ranked: Sequence[SearchTrial], task: Task) -> tuple[dict[int, float], float]:
    """The weights by the rows of the folds, and the mean of the metric over the folds with them."""
    data, like = search.data, ranked[0].result.predictions[0]
    measure = make_measure(data.data, data.label, task, like, data.objective)
    compared = [trial for trial in ranked[:MAX_COMPARED] if _has_same_classes(trial, ranked[0])]
    by_fold = {trial.request.number: [to_matrix(one) for one in trial.result.predictions] for trial in compared}
    rows = np.concatenate([split.test for split in data.splits])
    chosen = slice(None, None, max(1, len(rows) // MAX_COMPARED_ROWS))
    matrices = {number: np.concatenate(parts)[chosen] for number, parts in by_fold.items()}
    weights, _ = select_weights(
        matrices, lambda matrix: measure(matrix, rows[chosen]), maximize=data.objective.maximize
    )
    values = [measure(_average(by_fold, weights, place), split.test) for place, split in enumerate(data.splits)]
    return weights, float(np.mean(values))


def _has_same_classes(trial: SearchTrial, other: SearchTrial) -> bool:
    """Whether all folds know all classes: predictions of fewer could not be averaged with others."""
    wanted = other.result.predictions[0].scores.classes
    return all(one.scores.classes == wanted for one in trial.result.predictions)


def _average(by_fold: Mapping[int, Sequence[Any]], weights: Mapping[int, float], place: int) -> Any:
    return sum(weight * by_fold[number][place] for number, weight in weights.items())


def _train(search: Search, ranked: Sequence[SearchTrial], weights: Mapping[int, float]) -> dict[int, TrainedModel]:
    """The models by their trials, in the order of their weights; those that take too long are left out."""
    trials = {trial.request.number: trial for trial in ranked if trial.request.number in weights}
    ordered = sorted(trials, key=lambda number: -weights[number])

    def train(number: int) -> TrainedModel:
        return fit_model(trials[number].request.candidate.build_learner(), search.data.data, search.data.label)

    def limit_seconds() -> float:
        return max(0.5, search.seconds - search.elapsed)

    def watch_pauses() -> bool:
        search.clock.look()
        return False

    found: dict[int, TrainedModel] = {}
    began = time.monotonic()
    for number, model in fan_out(train, ordered, unit="models", seconds=limit_seconds, should_end=watch_pauses):
        if isinstance(model, Failure):
            log.warning("Trial %d could not be trained on all rows: %s", number, model.message)
        else:
            found[number] = model
    log.info("%d models were trained on all rows of the search in %.1f s.", len(found), time.monotonic() - began)
    if not found:
        number = ranked[0].request.number
        found[number] = fit_model(ranked[0].request.candidate.build_learner(), search.data.data, search.data.label)
    return {number: found[number] for number in ordered if number in found} or found
