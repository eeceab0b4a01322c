"""The values that a learner's parameters may take, and the ways to go through their combinations."""

import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modules.kit import Choices, ModuleError, Sweep, UntrainedModel, catalog

Values = dict[str, Any]

#: An entire grid has at most this many combinations.
MOST_COMBINATIONS = 10_000


@dataclass(frozen=True)
class Space:
    """The swept parameters of a learner with their titles; `settings` are the values of all the others.

    `conditions` say with which values of others a parameter counts at all. `usual` is True where nobody chose the
    values and the learner's own are tried.
    """

    sweeps: Mapping[str, Sweep]
    titles: Mapping[str, str]
    settings: Mapping[str, Any]
    conditions: Mapping[str, Mapping[str, list[Any]]]
    usual: bool = False

    @property
    def combinations(self) -> int:
        return math.prod(len(sweep.grid()) for sweep in self.sweeps.values())

    def relevant(self, values: Values) -> Values:
        """Without the parameters that do not count with these values of others."""
        known = {**self.settings, **values}
        return {name: value for name, value in values.items() if self._counts(name, known)}

    def _counts(self, name: str, known: Values) -> bool:
        return all(known.get(other) in wanted for other, wanted in self.conditions.get(name, {}).items())

    def grid(self) -> Iterator[Values]:
        """Every combination once, the last parameter changing fastest."""
        if self.combinations > MOST_COMBINATIONS:
            message = f"The entire grid has {self.combinations:,} combinations, and at most {MOST_COMBINATIONS:,} are"
            message += " tried. Name fewer values, or choose Random grid, Random sweep or Bayesian."
            raise ModuleError(7, message, parameter="specify_parameter_sweeping_mode")
        every = itertools.product(*(sweep.grid() for sweep in self.sweeps.values()))
        yield from self._distinct(dict(zip(self.sweeps, values, strict=True)) for values in every)

    def from_grid(self, count: int, seed: int) -> Iterator[Values]:
        """Combinations of the grid drawn at random, none of them twice."""
        grids = {name: sweep.grid() for name, sweep in self.sweeps.items()}
        drawn = random.Random(seed).sample(range(self.combinations), min(count, self.combinations))
        yield from self._distinct(_combination(grids, place) for place in drawn)

    def at_random(self, count: int, seed: int) -> Iterator[Values]:
        """Combinations from anywhere within ranges and lists, none of them twice; fewer where there are no more."""
        dice = random.Random(seed)
        draws = ({name: _drawn(sweep, dice) for name, sweep in self.sweeps.items()} for _ in range(20 * count))
        yield from itertools.islice(self._distinct(draws), count)

    def suggested(self, trial: Any) -> Values:
        """What Optuna suggests; parameters that do not count are not asked for."""
        values: Values = {}
        for name, sweep in self.sweeps.items():
            if not self._counts(name, {**self.settings, **values}):
                continue
            if isinstance(sweep, Choices):
                values[name] = trial.suggest_categorical(name, sweep.values)
            else:
                suggest = trial.suggest_int if sweep.whole else trial.suggest_float
                values[name] = suggest(name, sweep.minimum, sweep.maximum, log=sweep.scale == "log")
        return values

    def _distinct(self, candidates: Iterator[Values]) -> Iterator[Values]:
        seen: set[tuple[Any, ...]] = set()
        for candidate in candidates:
            values = self.relevant(candidate)
            if (key := tuple(values.items())) not in seen:
                seen.add(key)
                yield values


def _combination(grids: Mapping[str, tuple[Any, ...]], place: int) -> Values:
    """The combination at a place in the grid."""
    values: Values = {}
    for name, grid in reversed(list(grids.items())):
        place, at = divmod(place, len(grid))
        values[name] = grid[at]
    return dict(reversed(list(values.items())))


def _drawn(sweep: Sweep, dice: random.Random) -> Any:
    return dice.choice(sweep.values) if isinstance(sweep, Choices) else sweep.at(dice.random())


def space_of(untrained: UntrainedModel) -> Space:
    """The values to try: those that the learner is set to, else those that are usual for its parameters (13)."""
    forms = _forms(untrained)
    chosen = untrained.swept
    usual = {
        name: Choices(tuple(form["sweep"]["list"])) for name, form in forms.items() if not chosen and "sweep" in form
    }
    space = Space(
        sweeps=chosen or usual,
        titles={name: form["title"] for name, form in forms.items()},
        settings=_settings(untrained),
        conditions={name: form["shown_when"] for name, form in forms.items() if "shown_when" in form},
        usual=not chosen,
    )
    counting = space.relevant(dict(space.sweeps)) if space.usual else space.sweeps
    if not counting:
        message = f"{untrained.learner} has no parameter that could take several values. Use Train Model."
        raise ModuleError(13, message, port="untrained_model")
    return Space(counting, space.titles, space.settings, space.conditions, space.usual)


def rebuilt(untrained: UntrainedModel, values: Mapping[str, Any]) -> UntrainedModel:
    """The same learner with these values in place of its own; values of a learner within it reach that one."""
    recipe = untrained.recipe
    if recipe is None:
        return untrained
    declared = catalog()[recipe.module]
    own = {name: value for name, value in values.items() if name in declared.parameters.model_fields}
    others = {name: value for name, value in values.items() if name not in own}
    inputs = {port: rebuilt(model, others) for port, model in recipe.inputs.items()}
    model: UntrainedModel = next(iter(declared.run(inputs, {**recipe.parameters, **own}).values()))
    return model


def _forms(untrained: UntrainedModel) -> dict[str, Any]:
    """The JSON schema of every parameter, of learners within this one too."""
    if untrained.recipe is None:
        return {}
    inner = [_forms(model) for model in untrained.recipe.inputs.values()]
    own = catalog()[untrained.recipe.module].parameters.model_json_schema().get("properties", {})
    return {name: form for forms in (*inner, own) for name, form in forms.items()}


def _settings(untrained: UntrainedModel) -> dict[str, Any]:
    if untrained.recipe is None:
        return {}
    inner = [_settings(model) for model in untrained.recipe.inputs.values()]
    return {name: value for settings in (*inner, untrained.recipe.parameters) for name, value in settings.items()}
