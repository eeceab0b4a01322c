"""What a search tells: a row for each trial, and the view that the browser draws."""

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from modules.automated_ml.candidates import ModuleCall
from modules.automated_ml.search import Search
from modules.automated_ml.trials import SearchTrial
from modules.kit import Columns, Dataset
from modules.kit.serialization import to_json_value
from modules.kit.views.automated_ml_view import CandidateModule, TriedCandidate

#: Half of the 95 % interval of Student's distribution, by degrees of freedom from 1 on; more have the last.
STUDENT = (12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262)
#: The view has at most this many trials.
MAX_SHOWN = 500


def tabulate_trials(search: Search, weights: Mapping[int, float]) -> Dataset:
    """A row for each trial, the complete ones first, the best of them at the top."""
    ordered = order_trials(search)
    name = search.data.objective.title
    rows = [
        {
            "Rank": place if trial.is_complete else None,
            "Trial": trial.request.number,
            "Learner": trial.request.candidate.learner.title,
            "Settings": trial.request.candidate.describe(),
            "State": trial.result.state,
            name: trial.result.value,
            "Deviation": _deviate(trial),
            "On training rows": trial.result.training_value,
            "Weight in the ensemble": weights.get(trial.request.number, 0.0),
        }
        for place, trial in enumerate(ordered, start=1)
    ]
    frame = pd.DataFrame(rows)
    kinds = {"Rank": "Int64", name: "float64", "Deviation": "float64", "On training rows": "float64"}
    texts = dict.fromkeys(("Learner", "Settings", "State"), "str")
    return Dataset(frame.astype({**kinds, **texts}))


def order_trials(search: Search) -> list[SearchTrial]:
    """Complete trials by rank, then the others in the order in which they ended."""
    complete = search.list_best()
    return [*complete, *(trial for trial in search.trials if not trial.is_complete)]


def list_tried(search: Search, weights: Mapping[int, float]) -> list[TriedCandidate]:
    """The trials for the view, in the order in which they ended; the complete ones are all among them."""
    trials = search.trials
    if len(trials) > MAX_SHOWN:
        rest = [trial for trial in trials if not trial.is_complete]
        complete = search.list_best()[:MAX_SHOWN]
        shown = {id(trial) for trial in (*complete, *rest[: MAX_SHOWN - len(complete)])}
        trials = [trial for trial in trials if id(trial) in shown]
    return [_describe_trial(trial, weights) for trial in trials]


def _describe_trial(trial: SearchTrial, weights: Mapping[int, float]) -> TriedCandidate:
    candidate, result = trial.request.candidate, trial.result
    return TriedCandidate(
        number=trial.request.number,
        learner=candidate.learner.title,
        family=candidate.family,
        settings=candidate.describe(),
        state=result.state if trial.is_complete or result.state != "complete" else "failed",
        value=_to_number(result.value),
        interval=_to_number(compute_interval(result.values)) if trial.is_complete else None,
        training_value=_to_number(result.training_value),
        started=round(trial.started, 3),
        seconds=round(result.seconds, 3),
        bytes=result.bytes,
        weight=weights.get(trial.request.number, 0.0),
        reason=result.reason,
        node=describe_call(candidate.learner),
        preparations=[describe_call(call) for call in candidate.preparations],
    )


def describe_call(call: ModuleCall) -> CandidateModule:
    """A module with its parameters as JSON."""
    values = {
        name: value.model_dump(mode="json") if isinstance(value, Columns) else to_json_value(value)
        for name, value in call.parameters.items()
    }
    return CandidateModule(module=call.module, parameters=values)


def compute_interval(values: Sequence[float]) -> float:
    """Half the width of the 95 % interval of a mean over folds; not a number of a single one."""
    known = [value for value in values if not math.isnan(value)]
    if len(known) < 2:
        return math.nan
    factor = STUDENT[min(len(known) - 2, len(STUDENT) - 1)]
    return factor * float(np.std(known, ddof=1)) / math.sqrt(len(known))


def _deviate(trial: SearchTrial) -> float:
    values = trial.result.values
    return float(np.std(values, ddof=1)) if len(values) > 1 else math.nan


def _to_number(value: Any) -> float | None:
    return None if value is None or math.isnan(value) else float(value)
