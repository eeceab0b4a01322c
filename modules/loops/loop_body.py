"""The modules inside a loop, as the step that runs them is told of them, and how they are run once."""

import random
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from modules.kit import Dataset, Module, ModuleError, catalog
from modules.kit.custom_module_parser import parse_custom_module
from modules.kit.ports import to_port_type


class LoopStep(BaseModel):
    """One module inside: its settings, and for each input the outputs that it takes."""

    model_config = ConfigDict(frozen=True, extra="forbid", ignored_types=(cached_property,))

    node: str
    title: str
    module: str
    parameters: dict[str, JsonValue]
    inputs: dict[str, list[str]]
    #: The source of a user's own module.
    code: str | None = None

    @cached_property
    def declared(self) -> Module:
        """The module that it is."""
        return catalog()[self.module] if self.code is None else parse_custom_module(self.module, self.code)


class LoopBody(BaseModel):
    """The modules between the beginning and the end of a loop, each after those that it takes something from.

    `entry` is the output at which the rows of an iteration enter, `result` the one that is collected. `outside` names
    what comes from beside the loop: {output: the input of this step and the place there}.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    start: str
    settings: dict[str, JsonValue]
    steps: tuple[LoopStep, ...]
    entry: str
    result: str
    outside: dict[str, tuple[str, int]] = {}

    def run(self, rows: Dataset, given: Mapping[str, Any], changed: Mapping[str, Mapping[str, Any]]) -> Dataset:
        """Run all modules once; `given` is what comes from beside the loop, `changed` {node: other settings}."""
        values: dict[str, Any] = {**given, self.entry: rows}
        for step in self.steps:
            outputs = _run_step(step, values, {**step.parameters, **changed.get(step.node, {})})
            values |= {f"{step.node}.{name}": value for name, value in outputs.items()}
        found = to_port_type(values[self.result], "dataset")
        assert isinstance(found, Dataset), "A loop collects tables."
        return found


def _run_step(step: LoopStep, values: Mapping[str, Any], parameters: Mapping[str, Any]) -> dict[str, Any]:
    inputs: dict[str, object] = {}
    for port in step.declared.inputs:
        arriving = [values[reference] for reference in step.inputs.get(port.name, [])]
        inputs[port.name] = arriving if port.many else next(iter(arriving), None)
    random.seed(0)
    np.random.seed(0)
    try:
        return step.declared.run(inputs, parameters)
    except ModuleError as error:
        raise ModuleError(error.number, f"{step.title}: {error.message}", port="result") from error
    except ValidationError as error:
        raise ModuleError(8, f"{step.title}: {error.errors()[0]['msg']}.", port="result") from error
