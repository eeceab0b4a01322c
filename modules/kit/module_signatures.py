"""What the signature of a module's function says: its ports, and what its parameters are called on the screen."""

import inspect
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from types import NoneType
from typing import Any

from pydantic.fields import ComputedFieldInfo, FieldInfo

from modules.kit.parameters import FormHint

#: Output names of modules that return one unnamed value.
OUTPUT_NAMES = {
    "dataset": "results_dataset",
    "untrained_model": "untrained_model",
    "trained_model": "trained_model",
    "transformation": "transformation",
    "evaluation": "evaluation_results",
    "file": "file",
    "image_directory": "output_image_directory",
}


@dataclass(frozen=True)
class Port:
    """A named, typed input or output. `many` inputs take several edges; `optional` ones may stay unconnected."""

    name: str
    title: str
    type: str
    optional: bool = False
    many: bool = False


def read_input_port(argument: inspect.Parameter, hint: object) -> Port:
    """The port that a positional argument is."""
    kind, title = _unwrap_annotation(hint, argument.name)
    optional = NoneType in typing.get_args(kind)
    kind = next(member for member in typing.get_args(kind) if member is not NoneType) if optional else kind
    many = typing.get_origin(kind) is list
    members = typing.get_args(kind) if many else (kind,)
    type_name = next(member.port_type for member in members if member is not NoneType)
    return Port(argument.name, title, type_name, optional=optional or NoneType in members, many=many)


def read_output_ports(hint: object) -> tuple[Port, ...]:
    """The ports that a return annotation stands for: one, or those of a NamedTuple."""
    kind, _ = _unwrap_annotation(hint, "")
    if hasattr(kind, "port_type"):
        name = OUTPUT_NAMES[kind.port_type]
        return (Port(name, _to_title(name), kind.port_type),)
    fields = typing.get_type_hints(kind, include_extras=True)
    return tuple(
        Port(name, _unwrap_annotation(item, name)[1], _unwrap_annotation(item, name)[0].port_type)
        for name, item in fields.items()
    )


def _unwrap_annotation(hint: object, name: str) -> tuple[Any, str]:
    """The bare type of an annotation, and its title."""
    if typing.get_origin(hint) is not typing.Annotated:
        return hint, _to_title(name)
    kind, *extras = typing.get_args(hint)
    return kind, _find_title(extras) or _to_title(name)


def get_parameter_title(name: str, field: FieldInfo | ComputedFieldInfo) -> str:
    """The field's label: the one that `titled` gives, else the parameter's name in words."""
    hints = field.metadata if isinstance(field, FieldInfo) else []
    return _find_title(hints) or _to_title(name)


def _find_title(hints: Sequence[object]) -> str | None:
    return next((str(hint.value) for hint in hints if isinstance(hint, FormHint) and hint.key == "title"), None)


def _to_title(name: str) -> str:
    return name.replace("_", " ").capitalize()
