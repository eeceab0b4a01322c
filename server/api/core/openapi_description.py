"""The description of the interface: short names of operations, and for each the refusals that it may answer with."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from fastapi import FastAPI
from pydantic import TypeAdapter

from server.api.core.problem_schemas import ErrorRead

SCHEMA_REFERENCE = "#/components/schemas/{model}"
METHODS = ("get", "post", "put", "patch", "delete")
WRITING_METHODS = frozenset({"post", "put", "patch", "delete"})
#: {status: when a request is refused with it}
REFUSALS: Mapping[int, str] = {
    400: "The server does not answer to this host name.",
    401: "The request has no session, or the session or the visit has ended.",
    403: "It is not allowed: the role or the link does not permit it, or the request comes from another site.",
    404: "It does not exist, or not in this workspace.",
    409: "It does not fit what is there now.",
    410: "The link has ended, or the stored result is damaged.",
    413: "It is too large.",
    422: "Something in the request is not as it should be.",
    429: "Too many requests in a short time. `Retry-After` says when to try again.",
    499: "The client closed the connection.",
    500: "An error of the server. Its log has the cause under the id in `error`.",
    503: "The server is too busy, or its database is away. `Retry-After` says when to try again.",
    504: "The answer took longer than the time limit of the endpoint.",
    507: "There is no room: the disk is full, or the quota of the workspace is used up.",
}
#: What stands in front of every route may refuse any request so.
ALWAYS = (400, 401, 403, 404, 500, 503)
#: What the routes of a noun may answer besides.
REFUSALS_BY_TAG: Mapping[str, tuple[int, ...]] = {
    "artifacts": (410, 499),
    "comparison": (410, 499),
    "datasets": (410, 413, 499),
    "designs": (409, 410, 499),
    "endpoints": (413, 504),
    "events": (429,),
    "forms": (429, 504),
    "notifications": (429,),
    "runs": (410,),
    "shared": (410, 413, 429, 499),
    "shares": (410,),
    "signing in": (429,),
}
#: Pydantic's name for any JSON value, which it leaves without a shape.
JSON_VALUE = "JsonValue"
JSON_VALUE_SCHEMA: Mapping[str, Any] = {
    "description": "Any JSON value.",
    "anyOf": [
        {"type": "null"},
        {"type": "boolean"},
        {"type": "number"},
        {"type": "string"},
        {"type": "array", "items": {"$ref": SCHEMA_REFERENCE.format(model=JSON_VALUE)}},
        {"type": "object", "additionalProperties": {"$ref": SCHEMA_REFERENCE.format(model=JSON_VALUE)}},
    ],
}
#: FastAPI's own words for bad input, which no route of ours answers with.
FRAMEWORK_SCHEMAS = ("HTTPValidationError", "ValidationError")


class DescribedApp(FastAPI):
    """An app whose description is complete. It is made once, when it is first asked for."""

    def openapi(self) -> dict[str, Any]:
        if self.openapi_schema is None:
            complete_description(super().openapi())
        assert self.openapi_schema is not None
        return self.openapi_schema


def complete_description(description: dict[str, Any]) -> None:
    """Say what FastAPI leaves unsaid, in place."""
    components = description.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for path, method, operation in iterate_operations(description):
        operation["operationId"] = shorten_operation_id(operation["operationId"], path, method)
        for status in list_refusals(method, operation):
            operation["responses"][str(status)] = {"$ref": f"#/components/responses/Refusal{status}"}
    for name in FRAMEWORK_SCHEMAS:
        schemas.pop(name, None)
    _complete_schemas(schemas, find_request_schemas(description))
    for name, schema in _build_error_schemas().items():
        schemas.setdefault(name, schema)
    schemas[JSON_VALUE] = dict(JSON_VALUE_SCHEMA)
    components["responses"] = {f"Refusal{status}": _build_response(text) for status, text in REFUSALS.items()}


def iterate_operations(description: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """All operations with their paths and methods."""
    for path, operations in description["paths"].items():
        for method in METHODS:
            if method in operations:
                yield path, method, operations[method]


def shorten_operation_id(operation_id: str, path: str, method: str) -> str:
    """`listRuns` of FastAPI's `list_runs_api_runs_get`."""
    suffix = re.sub(r"\W", "_", path)
    first, *others = operation_id.removesuffix(f"{suffix}_{method}").split("_")
    return first + "".join(word.capitalize() for word in others)


def list_refusals(method: str, operation: Mapping[str, Any]) -> list[int]:
    """The statuses with which an operation may refuse a request."""
    found = set(ALWAYS)
    if operation.get("parameters") or "requestBody" in operation:
        found.add(422)
    if method in WRITING_METHODS:
        found |= {409, 507}
    for tag in operation.get("tags", ()):
        found |= set(REFUSALS_BY_TAG.get(tag, ()))
    return sorted(found)


def find_request_schemas(description: Mapping[str, Any]) -> set[str]:
    """The named schemas of which requests consist."""
    schemas = description["components"]["schemas"]
    found: set[str] = set()
    waiting = [operation.get("requestBody") for _, _, operation in iterate_operations(description)]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            name = str(part.get("$ref", "")).rpartition("/")[2]
            if name in schemas and name not in found:
                found.add(name)
                waiting.append(schemas[name])
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return found


def _complete_schemas(schemas: Mapping[str, dict[str, Any]], of_requests: set[str]) -> None:
    """An answer has all of its fields, a request and a stored document may leave out what has a default."""
    for name, schema in schemas.items():
        properties = schema.get("properties", {})
        if properties and schema.get("additionalProperties") is True:
            # Stored as it came: unknown fields survive in it, which are no fields of its own.
            del schema["additionalProperties"]
        elif name not in of_requests:
            given = {field for field, described in properties.items() if "default" in described}
            given.update(schema.get("required", ()))
            if given:
                schema["required"] = [field for field in properties if field in given]


def _build_error_schemas() -> dict[str, dict[str, Any]]:
    """`ErrorRead`, and the models of its problems: routes answer with some of them as well."""
    schema = TypeAdapter(ErrorRead).json_schema(ref_template=SCHEMA_REFERENCE)
    return {**schema.pop("$defs", {}), ErrorRead.__name__: schema}


def _build_response(text: str) -> dict[str, Any]:
    schema = {"$ref": SCHEMA_REFERENCE.format(model=ErrorRead.__name__)}
    return {"description": text, "content": {"application/json": {"schema": schema}}}
