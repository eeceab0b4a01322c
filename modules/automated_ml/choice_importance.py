"""How much each choice of a search moved the metric: the learner, and each setting of a learner.

Source: Hutter, Hoos and Leyton-Brown, An Efficient Approach for Assessing Hyperparameter Importance, ICML 2014, as
Optuna computes it.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import numpy as np

from modules.automated_ml.portfolio import LearnerSpace, NumberRange
from modules.automated_ml.search import Search
from modules.automated_ml.trials import SearchTrial
from modules.kit import catalog
from modules.kit.views.automated_ml_view import SearchedLearner, SearchedSetting

#: Of fewer trials nothing can be said.
FEWEST_TRIALS = 6


def measure_learner_importance(search: Search) -> float | None:
    """The share of the variance of the metric between learners; None where only one has complete trials."""
    complete = search.list_best()
    values = np.array([trial.result.value for trial in complete])
    learners = np.array([trial.request.candidate.learner.module for trial in complete])
    known = set(learners.tolist())
    total = float(((values - values.mean()) ** 2).sum()) if len(values) else 0.0
    if len(known) < 2 or len(values) < FEWEST_TRIALS or total == 0.0:
        return None
    between = sum((learners == one).sum() * (values[learners == one].mean() - values.mean()) ** 2 for one in known)
    return round(float(between) / total, 4)


def list_searched_learners(search: Search) -> list[SearchedLearner]:
    """The learners that were tried in full, with what was varied of each and how much that mattered."""
    found = []
    for space in search.maker.spaces:
        trials = [one for one in search.list_best() if one.request.candidate.learner.module == space.module]
        if trials:
            found.append(_describe_learner(space, trials))
    return found


def _describe_learner(space: LearnerSpace, trials: Sequence[SearchTrial]) -> SearchedLearner:
    declared = catalog()[space.module]
    titles = declared.parameters.model_json_schema()["properties"]
    importance = _measure_settings(space, trials)
    settings = [
        SearchedSetting(
            name=name,
            title=str(titles[name].get("title", name)),
            scale=_find_scale(choice),
            importance=importance.get(name),
        )
        for name, choice in space.ranges.items()
    ]
    return SearchedLearner(module=space.module, title=declared.title, settings=settings)


def _find_scale(choice: NumberRange | Sequence[Any]) -> Any:
    if not isinstance(choice, NumberRange):
        return "choice"
    return "log" if choice.is_logarithmic else "linear"


def _measure_settings(space: LearnerSpace, trials: Sequence[SearchTrial]) -> dict[str, float]:
    """The share of the variance that each setting explains; nothing of too few trials or equal ones."""
    import optuna

    values = [trial.result.value for trial in trials]
    if len(trials) < FEWEST_TRIALS or min(values) == max(values):
        return {}
    defaults = {name: field.get_default() for name, field in catalog()[space.module].parameters.model_fields.items()}
    study = optuna.create_study()
    for trial in trials:
        settings = {**defaults, **trial.request.candidate.learner.parameters}
        study.add_trial(_build_trial(space, settings, trial.result.value))
    varied = [name for name in space.ranges if len({str(one.params[name]) for one in study.trials}) > 1]
    if not varied:
        return {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        evaluator = optuna.importance.FanovaImportanceEvaluator(n_trees=32, seed=0)
        found = optuna.importance.get_param_importances(study, evaluator=evaluator, params=varied)
    return {name: round(float(share), 4) for name, share in found.items()}


def _build_trial(space: LearnerSpace, settings: dict[str, Any], value: float) -> Any:
    import optuna

    chosen: dict[str, Any] = {}
    allowed: dict[str, optuna.distributions.BaseDistribution] = {}
    for name, choice in space.ranges.items():
        if isinstance(choice, NumberRange):
            low, high = min(choice.minimum, settings[name]), max(choice.maximum, settings[name])
            chosen[name] = float(settings[name])
            is_logarithmic = choice.is_logarithmic and low > 0  # a default may be 0, as of a weight that is off
            allowed[name] = optuna.distributions.FloatDistribution(low, high, log=is_logarithmic)
        else:
            chosen[name] = settings[name]
            allowed[name] = optuna.distributions.CategoricalDistribution(list(dict.fromkeys([*choice, settings[name]])))
    return optuna.trial.create_trial(params=chosen, distributions=allowed, value=value)
