"""The search: good starts first, then what Optuna suggests, until the time, the trials or the hope are used up.

Tables with many rows are looked at small first: a candidate is trained on some rows, and the best third of these in
full. Sources: Li and others, A System for Massively Parallel Hyperparameter Tuning, MLSys 2020 (promotion between
rungs); Bergstra and others, NIPS 2011 (the estimator that suggests).
"""

import logging
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, Literal

import numpy as np

from modules.automated_ml.candidates import Candidate
from modules.automated_ml.portfolio import CandidateMaker, LearnerSpace, NumberRange
from modules.automated_ml.search_clock import SearchClock
from modules.automated_ml.trials import SearchData, SearchTrial, TrialRequest, TrialResult, run_trial
from modules.kit import catalog
from modules.kit.fan_out import Failure, TimeUpError, fan_out, read_step_control, run_piece

log = logging.getLogger(__name__)

#: The share of the time that is kept for training the models of the ensemble, at least and at most.
MIN_RESERVE, MAX_RESERVE = 0.05, 0.4
#: One trial takes at most this share of the time.
MAX_TRIAL_SHARE = 0.35
#: Of the candidates that were looked at small, one in so many is tried in full.
PROMOTED_ONE_IN = 3
#: So many models at most are trained again at the end.
TRAINED_AT_THE_END = 5
STOPPED_BY_HAND = "It was stopped by hand, with the best so far."
#: So often the estimator may suggest what was tried already, before the search ends.
MAX_REPEATED_SUGGESTIONS = 50


@dataclass(frozen=True)
class Budget:
    """When the search ends: after so many seconds or trials, or so many in a row that are no better."""

    seconds: float
    trials: int
    patience: int


@dataclass
class Search:
    """The state of a search; `run` goes through it."""

    data: SearchData
    maker: CandidateMaker
    budget: Budget
    seed: int
    clock: SearchClock
    trials: list[SearchTrial] = field(default_factory=list)
    ended: str = ""
    _started: dict[int, float] = field(default_factory=dict)
    _running: dict[int, Candidate] = field(default_factory=dict)
    _promoted: set[str] = field(default_factory=set)
    _tried: dict[str, int] = field(default_factory=dict)
    _asked: dict[int, Any] = field(default_factory=dict)
    _best_at: int = 0

    def run(self, on_change: Callable[["Search"], None]) -> list[SearchTrial]:
        """All trials in the order in which they ended; `on_change` is called after each, and at a pause."""
        work = partial(run_trial, self.data)
        memory = 3 * int(self.data.data.frame.memory_usage(deep=False).sum())

        def should_end() -> bool:
            if self.clock.look():
                on_change(self)
            return self._should_finish()

        for request, found in fan_out(
            work, self._propose(), unit="trials", memory=memory, seconds=self._limit_seconds, should_end=should_end
        ):
            result = self._to_result(request, found)
            taken = self.elapsed - self._started[request.number]
            result = replace(result, seconds=min(result.seconds, taken))  # without pauses
            self._keep(SearchTrial(request, result, self._started[request.number]))
            on_change(self)
        if self._should_finish():
            self.ended = STOPPED_BY_HAND
        return self.trials

    def run_first_trial(self) -> None:
        """One trial however long it takes, where the time was too short for any: a quick learner, if there is one."""
        failed = {trial.request.candidate.key for trial in self.trials if trial.result.state == "failed"}
        starts = [one for one in self.maker.list_starts() if one.key not in failed]
        for candidate in sorted(starts, key=lambda one: one.family != "Linear")[:1]:
            log.warning("The time was too short for a whole trial. One was run to its end all the same.")
            request = replace(self._request(candidate, small=False), first_fold=None)
            self._keep(
                SearchTrial(
                    request,
                    self._to_result(request, run_piece(partial(run_trial, self.data), 0, request)),
                    self.elapsed,
                )
            )

    def _should_finish(self) -> bool:
        return read_step_control().is_finish_requested and self.find_best() is not None

    @property
    def elapsed(self) -> float:
        return self.clock.elapsed

    @property
    def seconds(self) -> float:
        """The time that the search has, with what somebody added while it ran."""
        return self.budget.seconds + self.clock.extra_seconds

    def list_running(self) -> list[Candidate]:
        """What is tried now."""
        return list(self._running.values())

    def find_best(self) -> SearchTrial | None:
        """The best complete trial."""
        complete = [trial for trial in self.trials if trial.is_complete]
        return max(complete, key=self._rank, default=None)

    def list_best(self) -> list[SearchTrial]:
        """The complete trials, the best first."""
        return sorted((trial for trial in self.trials if trial.is_complete), key=self._rank, reverse=True)

    def _rank(self, trial: SearchTrial) -> float:
        return trial.result.value if self.data.objective.maximize else -trial.result.value

    def _keep(self, trial: SearchTrial) -> None:
        best = self.find_best()
        self.trials.append(trial)
        self._running.pop(trial.request.number, None)
        if trial.is_complete and (best is None or self._rank(trial) > self._rank(best)):
            self._best_at = len(self.trials)
        if trial.is_complete:
            self._log_trial(trial)
        asked = self._asked.pop(trial.request.number, None)
        if asked is not None:
            self._tell(asked, trial.result.value)

    def _log_trial(self, trial: SearchTrial) -> None:
        candidate, goal = trial.request.candidate, self.data.objective.title
        mark = " The best so far." if self.find_best() is trial else ""
        value, said = trial.result.value, candidate.describe()
        log.info(
            "Trial %d: %s %.5g, %s (%s).%s", trial.request.number, goal, value, candidate.learner.title, said, mark
        )

    def _to_result(self, request: TrialRequest, found: TrialResult | Failure) -> TrialResult:
        if not isinstance(found, Failure):
            return found
        seconds = self.elapsed - self._started[request.number]
        late = isinstance(found.error, TimeUpError)
        reason = "It was not finished when its time was up." if late else found.message
        if not late:
            log.warning("Trial %d failed. %s", request.number, reason)
        return TrialResult("stopped early" if late else "failed", seconds=seconds, reason=reason)

    def _reserve(self) -> float:
        """The seconds that training the models of the ensemble will take."""
        folds = max(2, len(self.data.splits))
        each = [trial.result.fold_seconds * folds / (folds - 1) for trial in self.list_best()[:TRAINED_AT_THE_END]]
        expected = 1.5 * sum(each) + 0.5
        return min(max(expected, MIN_RESERVE * self.seconds), MAX_RESERVE * self.seconds)

    def _limit_seconds(self) -> float:
        left = self.seconds - self._reserve() - self.elapsed
        return max(0.1, left if self.find_best() is None else min(left, MAX_TRIAL_SHARE * self.seconds))

    def _find_end(self) -> str:
        """Why the search is over; empty while it is not."""
        if self.elapsed >= self.seconds - self._reserve() and self.trials:
            return "The time was used up."
        if len(self._started) >= self.budget.trials:
            return "All trials were used up."
        if self._best_at and len(self.trials) - self._best_at >= self.budget.patience:
            return f"No trial was better since trial {self.trials[self._best_at - 1].request.number}."
        return ""

    def _propose(self) -> Iterator[TrialRequest]:
        """What to try next, by what is known so far; asked for whenever somebody is free."""
        study = self._create_study()
        starts = self.maker.list_starts()
        while not (end := self._find_end()):
            request = self._promote()
            if request is None:
                candidate = next(starts, None)
                if candidate is not None:
                    request = self._request(candidate, small=self.data.has_small_rung)
                    self._tell_start(study, request)
                else:
                    request = self._suggest(study)
            if request is None:
                end = "There was nothing new to try."
                break
            yield request
        self.ended = end

    def _request(self, candidate: Candidate, *, small: bool) -> TrialRequest:
        number = len(self._started) + 1
        self._started[number] = self.elapsed
        self._running[number] = candidate
        self._tried.setdefault(candidate.key, number)
        best = self.find_best()
        if best is None:
            return TrialRequest(number, candidate, small)
        values = best.result.values
        deviation = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
        return TrialRequest(number, candidate, small, values[0], max(deviation, 0.002 * abs(values[0])))

    def _promote(self) -> TrialRequest | None:
        """The best of the small looks that was not tried in full, if it is among the best third."""
        looks = [trial for trial in self.trials if trial.request.small and not math.isnan(trial.result.value)]
        allowed = math.ceil(len(looks) / PROMOTED_ONE_IN)
        for trial in sorted(looks, key=self._rank, reverse=True)[:allowed]:
            candidate = trial.request.candidate
            if candidate.key not in self._promoted:
                self._promoted.add(candidate.key)
                return self._request(candidate, small=False)
        return None

    def _create_study(self) -> Any:
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        sampler = optuna.samplers.TPESampler(seed=self.seed, n_startup_trials=5, constant_liar=True)
        direction: Literal["maximize", "minimize"] = "maximize" if self.data.objective.maximize else "minimize"
        return optuna.create_study(direction=direction, sampler=sampler)

    def _suggest(self, study: Any) -> TrialRequest | None:
        """Something that was not tried yet; None where the estimator has no new idea."""
        from optuna.trial import TrialState

        for _ in range(MAX_REPEATED_SUGGESTIONS):
            asked = study.ask()
            candidate = self.maker.suggest(asked)
            if candidate.key not in self._tried:
                request = self._request(candidate, small=self.data.has_small_rung)
                self._asked[request.number] = (study, asked)
                return request
            study.tell(asked, state=TrialState.FAIL)
        return None

    def _tell_start(self, study: Any, request: TrialRequest) -> None:
        """Have the estimator learn from a start as from its own suggestions."""
        space = next(one for one in self.maker.spaces if one.module == request.candidate.learner.module)
        values = _read_settings(space, request.candidate)
        families = list(dict.fromkeys(one.family for one in self.maker.spaces))
        if values is not None:
            study.enqueue_trial({**({"family": space.family} if len(families) > 1 else {}), **values})
            asked = study.ask()
            self.maker.suggest(asked)
            self._asked[request.number] = (study, asked)

    def _tell(self, asked: Any, value: float) -> None:
        from optuna.trial import TrialState

        study, trial = asked
        if math.isnan(value):
            study.tell(trial, state=TrialState.FAIL)
        else:
            study.tell(trial, value)


def _read_settings(space: LearnerSpace, candidate: Candidate) -> dict[str, Any] | None:
    """The settings of a start as the estimator calls them; None where one is outside of what it may suggest."""
    fields = catalog()[space.module].parameters.model_fields
    found: dict[str, Any] = {}
    for name, choice in space.ranges.items():
        value = candidate.learner.parameters.get(name, fields[name].get_default())
        known = choice.minimum <= value <= choice.maximum if isinstance(choice, NumberRange) else value in choice
        if not known:
            return None
        found[f"{space.module}.{name}"] = value
    return found
