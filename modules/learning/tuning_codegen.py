"""How the values that a learner's parameters may take are written as settings of its scikit-learn estimator."""

from collections.abc import Iterable, Mapping
from typing import Any

from modules.kit import Choices, Sweep, UntrainedModel
from modules.kit.codegen.expressions import Expr, expr, literal
from modules.kit.codegen.script_builder import CannotGenerateCode
from modules.learning.learners import split_pipeline, unwrap_estimator
from modules.learning.search_space import ParameterValues, SearchSpace, rebuild_learner

#: What only the data decide of these, `set_params` of a trial would set again.
DATA_DEPENDENT_ESTIMATORS = ("PoissonRegressor",)
#: Other settings, as what divides rows into folds, are made by the learner and tried by nobody.
PLAIN_TYPES = (str, int, float, bool, tuple, list, type(None))


def find_settings(untrained: UntrainedModel, values: ParameterValues, names: Iterable[str]) -> dict[str, Any]:
    """What the values of the learner's parameters set of its estimator, by the names of scikit-learn."""
    found = _list_plain_settings(rebuild_learner(untrained, values))
    return {name: found[name] for name in names}


def find_changed_settings(untrained: UntrainedModel, candidates: list[ParameterValues]) -> list[str]:
    """The settings of the estimator in which candidates differ from the learner, or from one another."""
    learners = [untrained, *(rebuild_learner(untrained, values) for values in candidates)]
    kinds = {type(unwrap_estimator(split_pipeline(one)[0])).__name__ for one in learners}
    if len(kinds) > 1:
        raise CannotGenerateCode(f"It tunes between {' and '.join(sorted(kinds))}. Tune one of them at a time.")
    if kinds & set(DATA_DEPENDENT_ESTIMATORS):
        raise CannotGenerateCode("Its tuning depends on the number of rows. Tune it with GridSearchCV of scikit-learn.")
    if len({one.one_hot for one in learners}) > 1:
        raise CannotGenerateCode("It tunes the encoding of categories, which is no setting of the estimator. Set it.")
    every = [_list_plain_settings(one) for one in learners]
    return [name for name in every[0] if any(_is_different(one.get(name), every[0][name]) for one in every)]


def _is_different(one: Any, other: Any) -> bool:
    return bool(one != other) and not (one != one and other != other)


def write_suggestions(untrained: UntrainedModel, space: SearchSpace) -> Expr:
    """The settings that a trial of Optuna suggests; Raises CannotGenerateCode where it has none."""
    if any(set(space.conditions.get(name, {})) & set(space.sweeps) for name in space.sweeps):
        raise CannotGenerateCode(
            "Which parameters it tunes depends on the values of others. Use a random sweep instead."
        )
    counting = space.drop_irrelevant({name: sweep.first for name, sweep in space.sweeps.items()})
    return literal(dict(_write_suggested_setting(untrained, name, space.sweeps[name]) for name in counting))


def _write_suggested_setting(untrained: UntrainedModel, name: str, sweep: Sweep) -> tuple[str, Expr]:
    """The name of the setting, and its value in a trial."""
    values = sweep.values if isinstance(sweep, Choices) else (sweep.minimum, sweep.maximum)
    names = find_changed_settings(untrained, [{name: value} for value in values])
    if len(names) != 1:
        raise CannotGenerateCode(f"'{name}' is more than one setting of scikit-learn. Use a random sweep instead.")
    found = [find_settings(untrained, {name: value}, names)[names[0]] for value in values]
    suggested = _write_suggest_call(name, sweep)
    if found == list(values):
        return names[0], suggested
    if all(
        isinstance(value, int | float) and value and one == 1 / value for one, value in zip(found, values, strict=True)
    ):
        return names[0], expr("1 / {suggested}", suggested=suggested)
    if isinstance(sweep, Choices):
        return names[0], literal(dict(zip(values, found, strict=True))).item(suggested)
    raise CannotGenerateCode(
        f"How '{name}' sets scikit-learn's '{names[0]}' can't be exported as Python. Use a random sweep instead."
    )


def _write_suggest_call(name: str, sweep: Sweep) -> Expr:
    if isinstance(sweep, Choices):
        return expr("trial.suggest_categorical").call(name, list(sweep.values))
    log = {"log": True} if sweep.scale == "log" else {}
    suggest = expr("trial.suggest_int") if sweep.whole else expr("trial.suggest_float")
    return suggest.call(name, sweep.minimum, sweep.maximum, **log)


def _list_plain_settings(untrained: UntrainedModel) -> Mapping[str, Any]:
    """The settings of the estimator that are plain values."""
    estimator, _ = split_pipeline(untrained)
    return {name: value for name, value in estimator.get_params().items() if isinstance(value, PLAIN_TYPES)}
