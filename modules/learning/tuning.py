"""Trials: a learner is built with some values, trained, scored and measured; the best one wins."""

import logging
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

import numpy as np

from modules.kit import Dataset, ModuleError, UntrainedModel, report
from modules.kit.fan_out import fan_out_in_order
from modules.kit.progress import listen_to_progress
from modules.learning.cross_validation import FoldSplit, score_fold
from modules.learning.evaluating import measure_dataset
from modules.learning.fitting import fit_model
from modules.learning.predicting import add_scores, score_dataset
from modules.learning.search_space import ParameterValues, SearchSpace, rebuild_learner

log = logging.getLogger(__name__)

TrialStatus = Literal["Complete", "Stopped early", "Failed"]
#: Asked after each fold with its number and the mean so far: whether the trial is not worth going on.
PruningCheck = Callable[[int, float], bool]


@dataclass(frozen=True)
class Objective:
    """The metric that ranks the trials: what it is called in the form, among the metrics, and which way is better."""

    title: str
    name: str
    maximize: bool

    def find_metric(self, metrics: dict[str, float], learner: str) -> str:
        """The metric as the task calls it: `Precision` of more than two classes is `Macro_Precision`."""
        found = next((name for name in (self.name, f"Macro_{self.name}") if name in metrics), None)
        if found is None:
            message = f"'{self.title}' does not measure {learner} on this label. Choose another metric."
            raise ModuleError(13, message, parameter="metric_for_measuring_performance_for_classification")
        return found


@dataclass(frozen=True)
class Trial:
    """One combination of values and how good it was: the mean of each metric over its folds."""

    number: int
    values: ParameterValues
    state: TrialStatus
    metrics: dict[str, float]
    value: float
    deviation: float
    folds: int


@dataclass(frozen=True)
class TrialEvaluator:
    """Measures learners on the folds of the training data, or on validation data where there are some."""

    untrained: UntrainedModel
    data: Dataset
    label: str
    objective: Objective
    splits: Sequence[FoldSplit]
    validation: Dataset | None = None

    def run_trial(
        self, number: int, values: ParameterValues, should_prune: PruningCheck = lambda _fold, _mean: False
    ) -> Trial:
        """Train and measure fold by fold. A learner that cannot be trained with these values has failed."""
        learner = rebuild_learner(self.untrained, values)
        rows: list[dict[str, float]] = []
        state: TrialStatus = "Complete"
        try:
            for fold, metrics in enumerate(self._measure_folds(learner)):
                rows.append(metrics)
                if fold + 1 < len(self.splits) and should_prune(fold, self._average_objective(rows)):
                    state = "Stopped early"
                    break
        except ModuleError as error:
            if error.number != 83:
                raise
            log.warning("Trial %d failed. %s", number, error.message)
            return Trial(number, values, "Failed", {}, math.nan, math.nan, len(rows))
        means = {name: _average([row[name] for row in rows if name in row]) for name in rows[0]}
        every = [row[self.objective.find_metric(row, learner.learner)] for row in rows]
        deviation = float(np.std(every, ddof=1)) if len(every) > 1 else math.nan
        return Trial(number, values, state, means, self._average_objective(rows), deviation, len(rows))

    def _measure_folds(self, learner: UntrainedModel) -> Iterator[dict[str, float]]:
        """The metrics of one fold after the other."""
        if self.validation is None:
            yield from fan_out_in_order(partial(self._measure_fold, learner), self.splits, unit="folds")
            return
        # Trees report their own progress, which would hide that of the trials.
        with listen_to_progress(lambda _: None):
            model = fit_model(learner, self.data, self.label)
            scored = add_scores(self.validation, score_dataset(model, self.validation, port="validation_dataset"))
            yield measure_dataset(scored, port="validation_dataset").metrics

    def _measure_fold(self, learner: UntrainedModel, split: FoldSplit) -> dict[str, float]:
        return score_fold(learner, self.data, self.label, split).measured.metrics

    def _average_objective(self, rows: list[dict[str, float]]) -> float:
        return _average([row[self.objective.find_metric(row, self.untrained.learner)] for row in rows])


def _average(values: list[float]) -> float:
    """The mean of those that are defined: AUC is not where a fold has rows of one class only."""
    known = [value for value in values if not math.isnan(value)]
    return float(np.mean(known)) if known else math.nan


def run_candidates(evaluator: TrialEvaluator, candidates: Iterable[ParameterValues]) -> list[Trial]:
    """A trial of each combination."""

    def run(turn: tuple[int, ParameterValues]) -> Trial:
        return evaluator.run_trial(*turn)

    numbered = list(enumerate(candidates, start=1))
    return [_log_trial(evaluator, trial) for trial in fan_out_in_order(run, numbered, unit="trials")]


def run_search(
    evaluator: TrialEvaluator, space: SearchSpace, count: int, seed: int, *, stop_early: bool
) -> list[Trial]:
    """Trials where earlier ones give hope: Optuna's tree-structured Parzen estimator, with a median pruner.

    Sources: Bergstra and others, Algorithms for Hyper-Parameter Optimization, NIPS 2011; Akiba and others, Optuna,
    KDD 2019. A combination that comes up again is not trained again.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    at_first = min(10, max(2, count // 3))
    never = optuna.pruners.NopPruner()
    study = optuna.create_study(
        direction="maximize" if evaluator.objective.maximize else "minimize",
        sampler=optuna.samplers.TPESampler(seed=seed, n_startup_trials=at_first),
        pruner=optuna.pruners.MedianPruner(n_startup_trials=min(5, at_first)) if stop_early else never,
    )
    trials: dict[tuple[Any, ...], Trial] = {}
    for done in range(1, count + 1):
        optuna_trial = study.ask()
        values = space.suggest(optuna_trial)
        key = tuple(values.items())
        if key not in trials:
            with listen_to_progress(lambda _: None):
                trial = evaluator.run_trial(len(trials) + 1, values, _build_pruning_check(optuna_trial))
            trials[key] = _log_trial(evaluator, trial)
        _record_trial(study, optuna_trial, trials[key])
        report(done, count, "trials")
    return list(trials.values())


def _build_pruning_check(optuna_trial: Any) -> PruningCheck:
    def should_prune(fold: int, mean: float) -> bool:
        if math.isnan(mean):
            return False
        optuna_trial.report(mean, fold)
        return bool(optuna_trial.should_prune())

    return should_prune


def _record_trial(study: Any, optuna_trial: Any, trial: Trial) -> None:
    from optuna.trial import TrialState

    if trial.state == "Stopped early":
        study.tell(optuna_trial, state=TrialState.PRUNED)
    elif math.isnan(trial.value):
        study.tell(optuna_trial, state=TrialState.FAIL)
    else:
        study.tell(optuna_trial, trial.value)


def _log_trial(evaluator: TrialEvaluator, trial: Trial) -> Trial:
    if trial.state != "Failed":
        values = ", ".join(f"{name} {value}" for name, value in trial.values.items())
        log.info("Trial %d: %s %.6g with %s.", trial.number, evaluator.objective.title, trial.value, values)
    return trial


def select_best_trial(trials: Sequence[Trial], objective: Objective) -> Trial:
    """The first of those that are best; error 83 where none could be measured."""
    whole = [trial for trial in trials if trial.state == "Complete" and not math.isnan(trial.value)]
    if not whole:
        message = f"None of the {len(trials)} trials could be trained and measured. The log says why."
        raise ModuleError(83, f"{message} Choose other values, or another metric.", port="untrained_model")
    return max(whole, key=lambda trial: trial.value if objective.maximize else -trial.value)
