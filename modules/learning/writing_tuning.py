"""How the values that a learner's parameters may take are written as settings of its scikit-learn estimator."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit import Choices, Sweep, UntrainedModel
from modules.kit.writing import CannotWrite, Text, call, literal
from modules.learning.learners import innermost, parts
from modules.learning.spaces import Space, Values, rebuilt

#: What only the data decide of these, `set_params` of a trial would set again.
SETTLED = ("PoissonRegressor",)


def settings_of(untrained: UntrainedModel, values: Values, names: Iterable[str]) -> dict[str, Any]:
    """What the values of the learner's parameters set of its estimator, by the names of scikit-learn."""
    found = _simple(rebuilt(untrained, values))
    return {name: found[name] for name in names}


def moved(untrained: UntrainedModel, candidates: list[Values]) -> list[str]:
    """The settings of the estimator in which candidates differ from the learner, or from one another."""
    made = [untrained, *(rebuilt(untrained, values) for values in candidates)]
    kinds = {type(innermost(parts(one)[0])).__name__ for one in made}
    if len(kinds) > 1:
        raise CannotWrite(f"It tunes between {' and '.join(sorted(kinds))}. Tune one of them at a time.")
    if kinds & set(SETTLED):
        raise CannotWrite("What it tunes depends on the number of rows. Tune it with GridSearchCV of scikit-learn.")
    every = [_simple(one) for one in made]
    return [name for name in every[0] if any(_differ(one.get(name), every[0][name]) for one in every)]


def _differ(one: Any, other: Any) -> bool:
    return bool(one != other) and not (one != one and other != other)


def suggestions(untrained: UntrainedModel, space: Space) -> str:
    """An expression for the settings that a trial of Optuna suggests; raises CannotWrite where it has none."""
    if any(set(space.conditions.get(name, {})) & set(space.sweeps) for name in space.sweeps):
        raise CannotWrite("Which parameters it tunes depends on the values of others. Take a random sweep instead.")
    counting = space.relevant({name: sweep.first for name, sweep in space.sweeps.items()})
    written = {name: _suggested(untrained, name, space.sweeps[name]) for name in counting}
    return literal({setting.name: Text(setting.written) for setting in written.values()})


@dataclass(frozen=True)
class _Setting:
    name: str
    written: str


def _suggested(untrained: UntrainedModel, name: str, sweep: Sweep) -> _Setting:
    values = sweep.values if isinstance(sweep, Choices) else (sweep.minimum, sweep.maximum)
    names = moved(untrained, [{name: value} for value in values])
    if len(names) != 1:
        raise CannotWrite(f"'{name}' is more than one setting of scikit-learn. Take a random sweep instead.")
    found = [settings_of(untrained, {name: value}, names)[names[0]] for value in values]
    asked = _asked(name, sweep)
    if found == list(values):
        return _Setting(names[0], asked)
    if all(
        isinstance(value, int | float) and value and one == 1 / value for one, value in zip(found, values, strict=True)
    ):
        return _Setting(names[0], f"1 / {asked}")
    if isinstance(sweep, Choices):
        return _Setting(names[0], f"{literal(dict(zip(values, found, strict=True)))}[{asked}]")
    raise CannotWrite(f"How '{name}' sets scikit-learn's '{names[0]}' is not written. Take a random sweep instead.")


def _asked(name: str, sweep: Sweep) -> str:
    if isinstance(sweep, Choices):
        return call("trial.suggest_categorical", name, list(sweep.values))
    log = {"log": True} if sweep.scale == "log" else {}
    return call(f"trial.suggest_{'int' if sweep.whole else 'float'}", name, sweep.minimum, sweep.maximum, **log)


def _simple(untrained: UntrainedModel) -> Mapping[str, Any]:
    """The settings of the estimator that are plain values."""
    estimator, _ = parts(untrained)
    return {name: value for name, value in estimator.get_params().items() if not hasattr(value, "get_params")}
