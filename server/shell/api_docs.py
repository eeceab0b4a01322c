"""The documentation of the interface, drawn from the OpenAPI description of the very endpoints it describes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup, escape

from server.formatting import format_number

HTTP_METHODS = ("get", "post", "put", "patch", "delete")
#: FastAPI's own words for bad input; ours are in the section on refusals.
FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")
SCHEMA_REFERENCE = "#/components/schemas/"
STATUS_TEXTS = {"200": "OK", "201": "Made", "204": "Done, without a body"}
TYPE_NAMES = {
    "integer": "whole number",
    "number": "number",
    "string": "text",
    "boolean": "true or false",
    "null": "null",
}
FORMAT_NAMES = {"date-time": "time, ISO 8601", "binary": "bytes"}
LIMIT_TEXTS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
}


@dataclass(frozen=True)
class DocumentedField:
    """A parameter, or a field of a body or an answer."""

    name: str
    type: Markup
    place: str
    required: bool
    default: str
    description: str


@dataclass(frozen=True)
class DocumentedContent:
    """A body or an answer: its media type and its shape, and the fields where the shape is an object."""

    status: str
    description: str
    media: str
    type: Markup
    fields: tuple[DocumentedField, ...]


@dataclass(frozen=True)
class DocumentedOperation:
    """One endpoint."""

    anchor: str
    method: str
    path: str
    title: str
    description: tuple[str, ...]
    parameters: tuple[DocumentedField, ...]
    body: DocumentedContent | None
    answers: tuple[DocumentedContent, ...]


@dataclass(frozen=True)
class OperationGroup:
    """The endpoints of one noun."""

    name: str
    operations: tuple[DocumentedOperation, ...]


@dataclass(frozen=True)
class DocumentedSchema:
    """A named schema that others refer to."""

    name: str
    description: str
    fields: tuple[DocumentedField, ...]
    type: Markup


def group_operations(openapi: Mapping[str, Any]) -> list[OperationGroup]:
    """The endpoints by noun, in the order in which the program declares them."""
    found: dict[str, list[DocumentedOperation]] = {}
    schemas = openapi.get("components", {}).get("schemas", {})
    for path, methods in openapi["paths"].items():
        for method in HTTP_METHODS:
            if method in methods:
                operation = methods[method]
                found.setdefault((operation.get("tags") or ["other"])[0], []).append(
                    _build_operation(path, method, operation, schemas)
                )
    return [OperationGroup(name.capitalize(), tuple(operations)) for name, operations in found.items()]


def list_schemas(openapi: Mapping[str, Any]) -> list[DocumentedSchema]:
    """The named schemas in the order of the alphabet."""
    schemas = openapi.get("components", {}).get("schemas", {})
    return [
        DocumentedSchema(name, schema.get("description", ""), tuple(list_fields(schema)), format_type(schema))
        for name, schema in sorted(schemas.items())
        if name not in FRAMEWORK_SCHEMAS
    ]


def _build_operation(
    path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]
) -> DocumentedOperation:
    body = operation.get("requestBody")
    described = operation.get("description", "").strip().split("\n\n")
    answers = [
        _build_content(status, answer, schemas)
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    ]
    return DocumentedOperation(
        anchor=f"{method}-{path.removeprefix('/api/').translate(str.maketrans('/_', '--', '{}'))}",
        method=method.upper(),
        path=path,
        title=operation.get("summary", path).capitalize(),
        description=tuple(" ".join(paragraph.split()) for paragraph in described),
        parameters=tuple(_build_parameter(parameter) for parameter in operation.get("parameters", [])),
        body=_build_content("", body, schemas) if body else None,
        answers=tuple(answers),
    )


def _build_parameter(parameter: Mapping[str, Any]) -> DocumentedField:
    schema = parameter["schema"]
    return DocumentedField(
        name=parameter["name"],
        type=format_type(schema),
        place=parameter["in"],
        required=parameter.get("required", False),
        default=_format_default(schema),
        description=parameter.get("description", schema.get("description", "")),
    )


def _build_content(status: str, declared: Mapping[str, Any], schemas: Mapping[str, Any]) -> DocumentedContent:
    """The first way in which a body or an answer is written; the fields are those one level down."""
    contents: Mapping[str, Any] = declared.get("content", {})
    media = next(iter(contents), "")
    content: Mapping[str, Any] = contents.get(media, {})
    schema = content.get("schema") or content.get("itemSchema") or {}
    name = _get_schema_name(schema)
    fields = tuple(list_fields(schemas.get(name, {}))) if name else tuple(list_fields(schema))
    words = STATUS_TEXTS.get(status, declared.get("description", ""))
    return DocumentedContent(status, words, media, format_type(schema) if schema else Markup(""), fields)


def _get_schema_name(schema: Mapping[str, Any]) -> str | None:
    """The schema that this one is, or is a list of."""
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return reference.removeprefix(SCHEMA_REFERENCE) or None


def list_fields(schema: Mapping[str, Any]) -> Iterator[DocumentedField]:
    """The properties of an object."""
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        yield DocumentedField(
            name, format_type(field), "", name in required, _format_default(field), field.get("description", "")
        )


def _format_default(schema: Mapping[str, object]) -> str:
    if "default" not in schema or schema["default"] is None:
        return ""
    value = schema["default"]
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, str) else str(value)


def format_type(schema: Mapping[str, Any]) -> Markup:
    """A schema in words, with links to the named schemas in it."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(SCHEMA_REFERENCE)
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    if "anyOf" in schema or "oneOf" in schema:
        return Markup(" or ").join(format_type(one) for one in schema.get("anyOf") or schema["oneOf"])
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return Markup(" or ").join(Markup("<code>{}</code>").format(value) for value in values)
    if isinstance(schema.get("type"), list):
        return Markup(" or ").join(format_type({**schema, "type": one}) for one in schema["type"])
    if schema.get("type") == "array":
        return _format_list_type(schema)
    if schema.get("type") == "object" or "additionalProperties" in schema:
        inner = schema.get("additionalProperties")
        return Markup("map of ") + format_type(inner) if isinstance(inner, dict) and inner else Markup("object")
    name = FORMAT_NAMES.get(schema.get("format", "")) or TYPE_NAMES.get(schema.get("type", ""), "any JSON value")
    return escape(", ".join([name, *_format_limits(schema)]))


def _format_list_type(schema: Mapping[str, Any]) -> Markup:
    if "prefixItems" in schema:
        return Markup("list of exactly ") + Markup(", ").join(format_type(item) for item in schema["prefixItems"])
    limits = "".join(f", {limit}" for limit in _format_limits(schema))
    return Markup("list of {}{}").format(format_type(schema.get("items", {})), limits)


def _format_limits(schema: Mapping[str, Any]) -> list[str]:
    return [words.format(format_number(schema[name])) for name, words in LIMIT_TEXTS.items() if name in schema]
