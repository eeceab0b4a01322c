"""The documentation of the interface, drawn from the OpenAPI description of the very endpoints it describes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
from markupsafe import Markup, escape

from server.api.context import Running
from server.api.prefix import prefix_of, template_values
from server.pages.styles import TEMPLATES, styles
from server.pages.wording import number
from server.version import VERSION

METHODS = ("get", "post", "put", "patch", "delete")
#: FastAPI's own words for bad input; ours are in the section on refusals.
FOREIGN = ("HTTPValidationError", "ValidationError")
REFERENCE = "#/components/schemas/"
POLICY = (
    "default-src 'none'; style-src 'nonce-{nonce}'; font-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
STATUS = {"200": "OK", "201": "Made", "204": "Done, without a body"}
NAMES = {"integer": "whole number", "number": "number", "string": "text", "boolean": "true or false", "null": "null"}
FORMATS = {"date-time": "time, ISO 8601", "binary": "bytes"}
LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {} items",
    "maxItems": "at most {} items",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "exclusiveMinimum": "more than {}",
    "exclusiveMaximum": "less than {}",
}

router = APIRouter(include_in_schema=False)
templates = Jinja2Templates(TEMPLATES, context_processors=[template_values])


@dataclass(frozen=True)
class Field:
    """A parameter, or a field of a body or an answer."""

    name: str
    type: Markup
    place: str
    required: bool
    default: str
    description: str


@dataclass(frozen=True)
class Content:
    """A body or an answer: its media type and its shape, and the fields where the shape is an object."""

    status: str
    told: str
    media: str
    type: Markup
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Operation:
    """One endpoint."""

    anchor: str
    method: str
    path: str
    title: str
    description: tuple[str, ...]
    parameters: tuple[Field, ...]
    body: Content | None
    answers: tuple[Content, ...]


@dataclass(frozen=True)
class Group:
    """The endpoints of one noun."""

    name: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True)
class Shape:
    """A named schema that others refer to."""

    name: str
    description: str
    fields: tuple[Field, ...]
    type: Markup


@router.get("/docs", response_class=HTMLResponse)
def api_docs(request: Request, context: Running) -> HTMLResponse:
    """The documentation of the interface."""
    described = request.app.openapi()
    nonce = request.state.nonce
    parts = {
        "groups": groups(described),
        "shapes": shapes(described),
        "base": f"{request.url.scheme}://{request.headers['host']}{prefix_of(request.scope)}",
        "cookie": context.cookie,
        "version": VERSION,
        "nonce": nonce,
        "styles": styles("api_docs.css", standalone=False, prefix=prefix_of(request.scope)),
    }
    headers = {"Content-Security-Policy": POLICY.format(nonce=nonce)}
    return templates.TemplateResponse(request, "api_docs.html", parts, headers=headers)


def groups(described: Mapping[str, Any]) -> list[Group]:
    """The endpoints by noun, in the order in which the program declares them."""
    found: dict[str, list[Operation]] = {}
    schemas = described.get("components", {}).get("schemas", {})
    for path, methods in described["paths"].items():
        for method in METHODS:
            if method in methods:
                operation = methods[method]
                found.setdefault((operation.get("tags") or ["other"])[0], []).append(
                    _operation(path, method, operation, schemas)
                )
    return [Group(name.capitalize(), tuple(operations)) for name, operations in found.items()]


def shapes(described: Mapping[str, Any]) -> list[Shape]:
    """The named schemas in the order of the alphabet."""
    schemas = described.get("components", {}).get("schemas", {})
    return [
        Shape(name, schema.get("description", ""), tuple(_fields(schema)), type_of(schema))
        for name, schema in sorted(schemas.items())
        if name not in FOREIGN
    ]


def _operation(path: str, method: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> Operation:
    body = operation.get("requestBody")
    described = operation.get("description", "").strip().split("\n\n")
    answers = [
        _content(status, answer, schemas) for status, answer in operation["responses"].items() if status.startswith("2")
    ]
    return Operation(
        anchor=f"{method}-{path.removeprefix('/api/').translate(str.maketrans('/_', '--', '{}'))}",
        method=method.upper(),
        path=path,
        title=operation.get("summary", path).capitalize(),
        description=tuple(" ".join(paragraph.split()) for paragraph in described),
        parameters=tuple(_parameter(parameter) for parameter in operation.get("parameters", [])),
        body=_content("", body, schemas) if body else None,
        answers=tuple(answers),
    )


def _parameter(parameter: Mapping[str, Any]) -> Field:
    schema = parameter["schema"]
    return Field(
        name=parameter["name"],
        type=type_of(schema),
        place=parameter["in"],
        required=parameter.get("required", False),
        default=_default(schema),
        description=parameter.get("description", schema.get("description", "")),
    )


def _content(status: str, held: Mapping[str, Any], schemas: Mapping[str, Any]) -> Content:
    """The first way in which a body or an answer is written; the fields are those one level down."""
    contents: Mapping[str, Any] = held.get("content", {})
    media = next(iter(contents), "")
    told: Mapping[str, Any] = contents.get(media, {})
    schema = told.get("schema") or told.get("itemSchema") or {}
    name = _named(schema)
    fields = tuple(_fields(schemas.get(name, {}))) if name else tuple(_fields(schema))
    words = STATUS.get(status, held.get("description", ""))
    return Content(status, words, media, type_of(schema) if schema else Markup(""), fields)


def _named(schema: Mapping[str, Any]) -> str | None:
    """The schema that this one is, or is a list of."""
    reference = schema.get("$ref") or schema.get("items", {}).get("$ref", "")
    return reference.removeprefix(REFERENCE) or None


def _fields(schema: Mapping[str, Any]) -> Iterator[Field]:
    required = schema.get("required", [])
    for name, field in schema.get("properties", {}).items():
        yield Field(name, type_of(field), "", name in required, _default(field), field.get("description", ""))


def _default(schema: Mapping[str, Any]) -> str:
    if "default" not in schema or schema["default"] is None:
        return ""
    value = schema["default"]
    return str(value).lower() if isinstance(value, bool) else repr(value) if isinstance(value, str) else str(value)


def type_of(schema: Mapping[str, Any]) -> Markup:
    """A schema in words, with links to the named schemas in it."""
    if "$ref" in schema:
        name = schema["$ref"].removeprefix(REFERENCE)
        return Markup('<a href="#schema-{0}">{0}</a>').format(name)
    if "anyOf" in schema or "oneOf" in schema:
        return Markup(" or ").join(type_of(one) for one in schema.get("anyOf") or schema["oneOf"])
    if "const" in schema or "enum" in schema:
        values = schema.get("enum", [schema.get("const")])
        return Markup(" or ").join(Markup("<code>{}</code>").format(value) for value in values)
    if schema.get("type") == "array":
        return _list_type(schema)
    if schema.get("type") == "object" or "additionalProperties" in schema:
        inner = schema.get("additionalProperties")
        return Markup("map of ") + type_of(inner) if isinstance(inner, dict) and inner else Markup("object")
    name = FORMATS.get(schema.get("format", "")) or NAMES.get(schema.get("type", ""), "any JSON value")
    return escape(", ".join([name, *_limits(schema)]))


def _list_type(schema: Mapping[str, Any]) -> Markup:
    if "prefixItems" in schema:
        return Markup("list of exactly ") + Markup(", ").join(type_of(item) for item in schema["prefixItems"])
    limits = "".join(f", {limit}" for limit in _limits(schema))
    return Markup("list of {}{}").format(type_of(schema.get("items", {})), limits)


def _limits(schema: Mapping[str, Any]) -> list[str]:
    return [words.format(number(schema[name])) for name, words in LIMITS.items() if name in schema]
