"""The documents of a sweep: a design with each combination of values of some of its settings."""

import itertools
import math
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue, ValidationError

from modules.kit import Module, ModuleError
from server.graph.document import Design
from server.graph.edits import Document, apply_edits, set_value

#: More runs than this are a search, which Automated ML and Tune Model Hyperparameters do with fewer.
MAX_SWEEP_RUNS = 200


class InvalidSweep(ValueError):
    """What is to be tried cannot be; the message says why."""


@dataclass(frozen=True)
class SweptSetting:
    """A parameter of a node, and the values to try."""

    node: str
    parameter: str
    values: Sequence[JsonValue]


Combination = dict[str, JsonValue]


def list_combinations(settings: Sequence[SweptSetting], sample: int | None = None, seed: int = 0) -> list[Combination]:
    """{"node.parameter": value} for each run: all combinations in their order, or so many of them at random."""
    names = [f"{one.node}.{one.parameter}" for one in settings]
    repeated = next((name for name in names if names.count(name) > 1), None)
    if repeated is not None:
        raise InvalidSweep(f"'{repeated}' is there twice. List all its values together.")
    count = math.prod(len(one.values) for one in settings)
    wanted = count if sample is None else min(sample, count)
    if wanted > MAX_SWEEP_RUNS:
        hint = "Try fewer values, or a sample of the combinations."
        raise InvalidSweep(f"These are {wanted:,} runs. A sweep takes at most {MAX_SWEEP_RUNS}. {hint}")
    chosen = range(count) if wanted == count else sorted(random.Random(seed).sample(range(count), wanted))
    sizes = [len(one.values) for one in settings]
    return [
        {name: one.values[place] for name, one, place in zip(names, settings, _get_places(number, sizes), strict=True)}
        for number in chosen
    ]


def _get_places(number: int, sizes: Sequence[int]) -> list[int]:
    """The place in each list of values, of the combination with this number; the last list changes fastest."""
    places = []
    for size in reversed(sizes):
        number, place = divmod(number, size)
        places.append(place)
    return places[::-1]


def check_settings(design: Design, catalog: Mapping[str, Module], settings: Sequence[SweptSetting]) -> None:
    """Raises InvalidSweep where a setting is not in the design, or a value is none that it may have."""
    for one in settings:
        node = design.nodes.get(one.node)
        module = catalog.get(node.module) if node else None
        if node is None or module is None or one.parameter not in module.widgets:
            raise InvalidSweep(f"The design has no setting '{one.node}.{one.parameter}'.")
        for value in one.values:
            try:
                module.parameters.model_validate({**node.parameters, one.parameter: value})
            except ValidationError as error:
                wrong = [found for found in error.errors() if found["loc"] and found["loc"][0] == one.parameter]
                if wrong:
                    title, reason = module.widgets[one.parameter].title, wrong[0]["msg"]
                    raise InvalidSweep(f"{value!r} is no value for {title} of {module.title}: {reason}.") from None


def apply_combination(document: Document, combination: Mapping[str, Any]) -> Document:
    """The document with these values."""
    there = {name: {"parameters": {}, **node} for name, node in document["nodes"].items()}
    paths = {name: name.partition(".") for name in combination}
    edits = [
        set_value(value, "nodes", paths[name][0], "parameters", paths[name][2]) for name, value in combination.items()
    ]
    return apply_edits({**document, "nodes": there}, edits)


def parse_texts(design: Design, catalog: Mapping[str, Module], texts: Sequence[str]) -> list[SweptSetting]:
    """The settings of `node.parameter=1,2,5`. Raises InvalidSweep."""
    found = []
    for text in texts:
        path, equals, listed = text.partition("=")
        node, dot, parameter = path.partition(".")
        if not (equals and dot and listed):
            raise InvalidSweep(f"--set takes NODE.PARAMETER=VALUE,VALUE. Got '{text}'.")
        setting = SweptSetting(node, parameter, [])
        check_settings(design, catalog, [setting])
        module, given = catalog[design.nodes[node].module], design.nodes[node].parameters
        try:
            values = [module.read_value(given, parameter, one.strip()) for one in listed.split(",")]
        except ModuleError as error:
            raise InvalidSweep(error.message) from None
        found.append(SweptSetting(node, parameter, [value for value, _ in itertools.groupby(values)]))
    return found
