"""The values that a learner's parameters may take, and the ways to go through their combinations."""

import itertools
import math
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from modules.kit import Choices, ModuleError, Sweep, UntrainedModel, catalog

ParameterValues = dict[str, Any]

#: An entire grid has at most this many combinations.
MAX_COMBINATIONS = 10_000


@dataclass(frozen=True)
class SearchSpace:
    """The swept parameters of a learner with their titles; `settings` are the values of all the others.

    `conditions` say with which values of others a parameter counts at all. `uses_suggested` is True where nobody
    chose the values and the learner's own are tried.
    """

    sweeps: Mapping[str, Sweep]
    titles: Mapping[str, str]
    settings: Mapping[str, Any]
    conditions: Mapping[str, Mapping[str, list[Any]]]
    uses_suggested: bool = False

    @property
    def combination_count(self) -> int:
        return math.prod(len(sweep.list_values()) for sweep in self.sweeps.values())

    def drop_irrelevant(self, values: ParameterValues) -> ParameterValues:
        """Without the parameters that do not count with these values of others."""
        known = {**self.settings, **values}
        return {name: value for name, value in values.items() if self._is_relevant(name, known)}

    def _is_relevant(self, name: str, known: ParameterValues) -> bool:
        return all(known.get(other) in wanted for other, wanted in self.conditions.get(name, {}).items())

    def iterate_grid(self) -> Iterator[ParameterValues]:
        """Every combination once, the last parameter changing fastest."""
        if self.combination_count > MAX_COMBINATIONS:
            message = (
                f"The entire grid has {self.combination_count:,} combinations, but at most {MAX_COMBINATIONS:,} are"
            )
            message += " tried. Enter fewer values, or choose Random grid, Random sweep or Bayesian."
            raise ModuleError(7, message, parameter="specify_parameter_sweeping_mode")
        every = itertools.product(*(sweep.list_values() for sweep in self.sweeps.values()))
        yield from self._deduplicate(dict(zip(self.sweeps, values, strict=True)) for values in every)

    def sample_grid(self, count: int, seed: int) -> Iterator[ParameterValues]:
        """Combinations of the grid drawn at random, none of them twice."""
        grids = {name: sweep.list_values() for name, sweep in self.sweeps.items()}
        drawn = random.Random(seed).sample(range(self.combination_count), min(count, self.combination_count))
        yield from self._deduplicate(_build_combination(grids, place) for place in drawn)

    def sample_randomly(self, count: int, seed: int) -> Iterator[ParameterValues]:
        """Combinations from anywhere within ranges and lists, none of them twice; fewer where there are no more."""
        dice = random.Random(seed)
        draws = ({name: _draw_value(sweep, dice) for name, sweep in self.sweeps.items()} for _ in range(20 * count))
        yield from itertools.islice(self._deduplicate(draws), count)

    def suggest(self, trial: Any) -> ParameterValues:
        """What Optuna suggests; parameters that do not count are not asked for."""
        values: ParameterValues = {}
        for name, sweep in self.sweeps.items():
            if not self._is_relevant(name, {**self.settings, **values}):
                continue
            if isinstance(sweep, Choices):
                values[name] = trial.suggest_categorical(name, sweep.values)
            else:
                suggest = trial.suggest_int if sweep.whole else trial.suggest_float
                values[name] = suggest(name, sweep.minimum, sweep.maximum, log=sweep.scale == "log")
        return values

    def _deduplicate(self, candidates: Iterator[ParameterValues]) -> Iterator[ParameterValues]:
        seen: set[tuple[Any, ...]] = set()
        for candidate in candidates:
            values = self.drop_irrelevant(candidate)
            if (key := tuple(values.items())) not in seen:
                seen.add(key)
                yield values


def _build_combination(grids: Mapping[str, tuple[Any, ...]], place: int) -> ParameterValues:
    """The combination at a place in the grid."""
    values: ParameterValues = {}
    for name, grid in reversed(list(grids.items())):
        place, at = divmod(place, len(grid))
        values[name] = grid[at]
    return dict(reversed(list(values.items())))


def _draw_value(sweep: Sweep, dice: random.Random) -> Any:
    return dice.choice(sweep.values) if isinstance(sweep, Choices) else sweep.value_at(dice.random())


def build_search_space(untrained: UntrainedModel) -> SearchSpace:
    """The values to try: those that the learner is set to, else those that are usual for its parameters (13)."""
    forms = _collect_forms(untrained)
    chosen = untrained.swept
    suggested_values = {
        name: Choices(tuple(form["sweep"]["list"])) for name, form in forms.items() if not chosen and "sweep" in form
    }
    space = SearchSpace(
        sweeps=chosen or suggested_values,
        titles={name: form["title"] for name, form in forms.items()},
        settings=_collect_settings(untrained),
        conditions={name: form["shown_when"] for name, form in forms.items() if "shown_when" in form},
        uses_suggested=not chosen,
    )
    counting = space.drop_irrelevant(dict(space.sweeps)) if space.uses_suggested else space.sweeps
    if not counting:
        message = f"{untrained.learner} has no parameter that can take several values. Use Train Model."
        raise ModuleError(13, message, port="untrained_model")
    return SearchSpace(counting, space.titles, space.settings, space.conditions, space.uses_suggested)


def rebuild_learner(untrained: UntrainedModel, values: Mapping[str, Any]) -> UntrainedModel:
    """The same learner with these values in place of its own; values of a learner within it reach that one."""
    recipe = untrained.recipe
    if recipe is None:
        return untrained
    declared = catalog()[recipe.module]
    own = {name: value for name, value in values.items() if name in declared.parameters.model_fields}
    others = {name: value for name, value in values.items() if name not in own}
    inputs = {port: rebuild_learner(model, others) for port, model in recipe.inputs.items()}
    model: UntrainedModel = next(iter(declared.run(inputs, {**recipe.parameters, **own}).values()))
    return replace(model, preprocessing=untrained.preprocessing)


def _collect_forms(untrained: UntrainedModel) -> dict[str, Any]:
    """The JSON schema of every parameter, of learners within this one too."""
    if untrained.recipe is None:
        return {}
    inner = [_collect_forms(model) for model in untrained.recipe.inputs.values()]
    own = catalog()[untrained.recipe.module].parameters.model_json_schema().get("properties", {})
    return {name: form for forms in (*inner, own) for name, form in forms.items()}


def _collect_settings(untrained: UntrainedModel) -> dict[str, Any]:
    if untrained.recipe is None:
        return {}
    inner = [_collect_settings(model) for model in untrained.recipe.inputs.values()]
    return {name: value for settings in (*inner, untrained.recipe.parameters) for name, value in settings.items()}
