"""What a run of a pipeline is given: checked against its declarations, and set into the document."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import JsonValue, ValidationError

from modules.kit import Module
from modules.kit.parameter_widgets import NumberWidget
from server.graph.custom_modules import add_custom_modules
from server.graph.document import Design
from server.graph.edits import Document, apply_edits, set_value
from server.graph.pipelines.declarations import Declarations, DeclaredParameter
from server.graph.validation.validation_messages import format_error, join_words, shorten_value


@dataclass(frozen=True)
class DatasetChoice:
    """The data that an input gets: a version of a dataset or file, the newest one for None."""

    dataset_id: str
    version: int | None = None


@dataclass(frozen=True)
class ValueProblem:
    """Why a run does not start: what is wrong with the value of a parameter or an input, or with something else."""

    field: str | None
    message: str
    kind: Literal["parameter", "input", "other"] = "other"


def find_value_problems(
    design: Design, catalog: Mapping[str, Module], declared: Declarations, values: Mapping[str, JsonValue]
) -> list[ValueProblem]:
    """What is wrong with the values of a run, all at once."""
    catalog = add_custom_modules(design, catalog)
    parameters = {one.name: one for one in declared.parameters}
    found = [
        ValueProblem(name, _describe_unknown("parameter", name, list(parameters)), "parameter")
        for name in values
        if name not in parameters
    ]
    for name, parameter in parameters.items():
        if name in values and (message := _find_flaw(design, catalog, parameter, values[name])):
            found.append(ValueProblem(name, message, "parameter"))
    return found


def find_input_problems(declared: Declarations, choices: Mapping[str, DatasetChoice]) -> list[ValueProblem]:
    """The inputs that are given data and are not declared."""
    names = [one.name for one in declared.inputs]
    return [
        ValueProblem(name, _describe_unknown("input", name, names), "input") for name in choices if name not in names
    ]


def _describe_unknown(what: str, name: str, names: list[str]) -> str:
    quoted = join_words([f"'{one}'" for one in names])
    return f"The pipeline has no {what} '{name}'. It has {quoted or 'none'}."


def _find_flaw(
    design: Design, catalog: Mapping[str, Module], declared: DeclaredParameter, value: JsonValue
) -> str | None:
    """What is wrong with a value: by the closer limits of its declaration, then by its module."""
    if isinstance(declared.widget, NumberWidget) and isinstance(value, int | float):
        lowest, highest = declared.widget.minimum, declared.widget.maximum
        if lowest is not None and value < lowest:
            return f"{declared.title} must be at least {lowest:g}. Got {shorten_value(value)}."
        if highest is not None and value > highest:
            return f"{declared.title} must be at most {highest:g}. Got {shorten_value(value)}."
    node = design.nodes[declared.node]
    try:
        catalog[node.module].parameters.model_validate({**node.parameters, declared.parameter: value})
    except ValidationError as error:
        for detail in error.errors():
            if detail["loc"][:1] == (declared.parameter,):
                return format_error(declared.title, dict(detail))
    return None


def add_due_time(declared: Declarations, values: Mapping[str, JsonValue], due_at: datetime) -> dict[str, JsonValue]:
    """The values with the time that the run stands for in the parameters that want it and got no other."""
    moments = {
        one.name: due_at.date().isoformat() if one.due_time == "date" else due_at.isoformat(timespec="seconds")
        for one in declared.parameters
        if one.due_time is not None
    }
    return {**moments, **values}


def set_run_values(
    document: Document,
    declared: Declarations,
    values: Mapping[str, JsonValue],
    choices: Mapping[str, DatasetChoice],
) -> Document:
    """The document with values and data in their places; the given one is left as it is."""
    nodes: dict[str, Any] = document["nodes"]
    edits = [
        set_value(values[one.name], "nodes", one.node, "parameters", one.parameter)
        for one in declared.parameters
        if one.name in values
    ]
    for source in declared.inputs:
        if (choice := choices.get(source.name)) is not None:
            kept = {
                name: value
                for name, value in nodes[source.node].get("parameters", {}).items()
                if name not in ("dataset", "version")
            }
            given = {"dataset": choice.dataset_id, "version": choice.version}
            edits.append(set_value({**kept, **given}, "nodes", source.node, "parameters"))
    return apply_edits(document, edits)
