"""A candidate of the search, said in modules of the catalog: preparations, a learner and its parameters.

Nothing else is in it, so that each candidate can be drawn as a design.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from modules.kit import PreprocessingStep, UntrainedModel, catalog

ParameterValues = Mapping[str, Any]


@dataclass(frozen=True)
class ModuleCall:
    """A module with the values of its parameters; those that are not named have their defaults."""

    module: str
    parameters: ParameterValues = field(default_factory=dict)

    @property
    def title(self) -> str:
        return catalog()[self.module].title


@dataclass(frozen=True)
class Candidate:
    """One learner with its settings, behind the preparations that it is trained with."""

    family: str
    learner: ModuleCall
    preparations: tuple[ModuleCall, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same candidate."""
        return repr((self.learner.module, sorted(self.learner.parameters.items()), self.preparations))

    def build_learner(self) -> UntrainedModel:
        """The untrained model that its modules make in a design."""
        declared = catalog()[self.learner.module]
        made = next(iter(declared.run({}, dict(self.learner.parameters)).values()))
        assert isinstance(made, UntrainedModel)
        steps = tuple(_build_step(call) for call in self.preparations)
        return replace(made, preprocessing=steps) if steps else made

    def describe(self) -> str:
        """The settings that differ from the learner's defaults, in words."""
        shown = [
            f"{_lower_first(_get_title(self.learner.module, name))} {_format_value(value)}"
            for name, value in self.learner.parameters.items()
            if name not in ("seed", "class_weights") and value != _get_defaults(self.learner.module).get(name)
        ]
        return ", ".join(shown) or "default settings"


def _build_step(call: ModuleCall) -> PreprocessingStep:
    """How a preparation is fitted: the transformation that it gives on the rows at its only dataset."""
    declared = catalog()[call.module]
    rows = next(port.name for port in declared.inputs if port.type == "dataset")
    output = next(port.name for port in declared.outputs if port.type == "transformation")
    parameters = declared.parameters.model_validate(dict(call.parameters))
    values = {name: getattr(parameters, name) for name in type(parameters).model_fields}
    return PreprocessingStep(call.module, declared.title, values, rows, output, {})


@cache
def _get_defaults(module: str) -> Mapping[str, Any]:
    fields = catalog()[module].parameters.model_fields
    return {name: field.get_default() for name, field in fields.items() if not field.is_required()}


@cache
def _get_title(module: str, parameter: str) -> str:
    schema = catalog()[module].parameters.model_json_schema()["properties"][parameter]
    return str(schema.get("title", parameter))


def _lower_first(title: str) -> str:
    """As it stands within a sentence; L2 stays."""
    return title if title[1:2].isupper() or title[1:2].isdigit() else title[:1].lower() + title[1:]


def _format_value(value: object) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
