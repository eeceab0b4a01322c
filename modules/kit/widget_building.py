"""The fields of a form, built from the JSON schema of a model of parameters."""

from collections.abc import Mapping
from types import MappingProxyType

from pydantic import BaseModel, JsonValue, TypeAdapter

from modules.kit.parameter_widgets import WIDGET_CLASSES, ParameterWidget
from modules.kit.widget_bases import JsonSchema

_widget_parser: TypeAdapter[ParameterWidget] = TypeAdapter(ParameterWidget)


def build_widgets(parameters: type[BaseModel]) -> Mapping[str, ParameterWidget]:
    """The fields for the parameters of a module, by name and in the order of their declaration."""
    described: dict[str, JsonValue] = parameters.model_json_schema()
    properties, definitions = described.get("properties", {}), described.get("$defs", {})
    required = described.get("required", [])
    assert isinstance(properties, dict)
    assert isinstance(definitions, dict)
    assert isinstance(required, list)
    return MappingProxyType(
        {
            name: _build_widget(name, declared, name in required, definitions)
            for name, declared in properties.items()
            if isinstance(declared, dict)
        }
    )


def _build_widget(
    name: str, declared: JsonSchema, required: bool, definitions: Mapping[str, JsonValue]
) -> ParameterWidget:
    schema, nullable = _resolve_schema(declared, definitions)
    suggested = schema.get("sweep")
    common = {
        "name": name,
        "title": declared.get("title", name),
        "help": declared.get("description"),
        "required": required,
        "nullable": nullable,
        "default": declared.get("default"),
        "shown_when": declared.get("shown_when", {}),
        "hidden_when": declared.get("hidden_when", {}),
        "sweepable": schema.get("sweepable", False),
        "suggested_values": suggested.get("list", []) if isinstance(suggested, dict) else [],
    }
    for widget in WIDGET_CLASSES:
        if (own := widget.read_schema(schema)) is not None:
            kind = widget.model_fields["kind"].default
            return _widget_parser.validate_python({**common, "kind": kind, **own})
    raise AssertionError("A parameter that nothing else draws is drawn as JSON.")


def _resolve_schema(declared: JsonSchema, definitions: Mapping[str, JsonValue]) -> tuple[JsonSchema, bool]:
    """The schema without references and without the null, and whether it had one.

    Hints of the parameter itself win over those of what it refers to.
    """
    if isinstance(reference := declared.get("$ref"), str):
        own = {key: value for key, value in declared.items() if key != "$ref"}
        target = definitions[reference.rpartition("/")[2]]
        return _resolve_schema({**target, **own}, definitions) if isinstance(target, dict) else (own, False)
    options = declared.get("anyOf")
    if not isinstance(options, list):
        return declared, False
    others = [option for option in options if isinstance(option, dict) and option.get("type") != "null"]
    if len(others) != 1:
        return declared, len(others) < len(options)
    own = {key: value for key, value in declared.items() if key != "anyOf"}
    return _resolve_schema({**others[0], **own}, definitions)[0], len(options) > 1
