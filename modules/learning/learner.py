"""`@learner`: a function that gives an estimator for its parameters becomes a module that gives an untrained model.

Title, task and parameters are said once, there; the module with its form and help, the untrained model, its recipe for
tuning and its code as plain scikit-learn follow from it.
"""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache, wraps
from typing import Any, ParamSpec, Protocol

from pydantic import JsonValue

from modules.kit import Call, Task, Traits, UntrainedModel, module
from modules.kit.module_roles import ModuleRole
from modules.kit.module_spec import FormerDefaults
from modules.kit.parameters import FormHint

Arguments = ParamSpec("Arguments")


class Estimator(Protocol):
    """An unfitted estimator of scikit-learn, or one with its methods."""

    def get_params(self, deep: bool = True) -> dict[str, Any]: ...

    def set_params(self, **parameters: Any) -> Any: ...


@dataclass(frozen=True)
class LearnerParts:
    """What a function gives that says more than its estimator: fields of its kind of learner, and other parameters."""

    estimator: Estimator
    fields: Mapping[str, Any] = field(default_factory=dict)
    parameters: Mapping[str, Any] | None = None


def learner(
    title: str,
    *,
    category: str,
    icon: str,
    task: Task,
    kind: type[UntrainedModel] = UntrainedModel,
    keywords: tuple[str, ...] = (),
    example: Callable[[], Call] = Call.of,
    traits: Traits | None = None,
    requires: tuple[str, ...] = (),
    role: ModuleRole | None = None,
    former_defaults: FormerDefaults | None = None,
    unlisted: tuple[str, ...] = (),
    always_listed: tuple[str, ...] = (),
) -> Callable[[Callable[Arguments, Estimator | LearnerParts]], Callable[Arguments, UntrainedModel]]:
    """Declare a learner by a function of its parameters that gives an estimator.

    `kind` is the class of the untrained model, `unlisted` are parameters that its view does not show; those that do
    not count with the others' values are not shown either, unless `always_listed`. The rest is as in `@module`.
    """

    def declare(
        function: Callable[Arguments, Estimator | LearnerParts],
    ) -> Callable[Arguments, UntrainedModel]:
        signature = inspect.signature(function)

        @wraps(function)
        def make_learner(*inputs: Arguments.args, **parameters: Arguments.kwargs) -> UntrainedModel:
            bound = signature.bind(*inputs, **parameters)
            bound.apply_defaults()
            made = function(*inputs, **parameters)
            parts = made if isinstance(made, LearnerParts) else LearnerParts(made)
            listed = parts.parameters
            if listed is None:
                irrelevant = find_irrelevant_parameters(function, bound.arguments)
                hidden = {*unlisted, *irrelevant.difference(always_listed)}
                listed = {name: _list_in_words(value) for name, value in bound.arguments.items() if name not in hidden}
                listed = {name: value for name, value in listed.items() if value != ()}
            return kind(
                task=task, learner=title, estimator=parts.estimator, parameters=dict(listed), **dict(parts.fields)
            )

        make_learner.__annotations__ = {**function.__annotations__, "return": UntrainedModel}
        declare_module = module(
            title,
            category=category,
            icon=icon,
            example=example,
            task=task,
            requires=requires,
            keywords=keywords,
            traits=traits,
            role=role,
            former_defaults=former_defaults,
        )
        return declare_module(make_learner)

    return declare


def _list_in_words(value: Any) -> Any:
    return ", ".join(value) if isinstance(value, tuple) and value else value


def find_irrelevant_parameters(function: Callable[..., object], values: Mapping[str, Any]) -> set[str]:
    """The parameters that do not count with these values: those whose field the form would not show."""
    return {
        name
        for name, conditions in _collect_conditions(function).items()
        if not all(isinstance(wanted, list) and values[other] in wanted for other, wanted in conditions.items())
    }


@cache
def _collect_conditions(function: Callable[..., object]) -> Mapping[str, Mapping[str, JsonValue]]:
    """{parameter: {other parameter: the values with which it is shown}}"""
    hints = typing.get_type_hints(function, include_extras=True)
    return {
        name: mark.value
        for name, hint in hints.items()
        for mark in getattr(hint, "__metadata__", ())
        if isinstance(mark, FormHint) and mark.key == "shown_when" and isinstance(mark.value, dict)
    }


def add_scaler(estimator: Estimator, scaler: Estimator | None) -> Estimator:
    """The estimator behind a scaler, if there is one: it is fitted to numeric columns only, never to categories."""
    from sklearn.pipeline import Pipeline

    if scaler is None:
        return estimator
    scaled: Estimator = Pipeline([("scaler", scaler), ("estimator", estimator)])
    return scaled
