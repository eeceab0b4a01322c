"""The OpenAPI document of one endpoint: its columns as types, and an example that can be sent as it is."""

from typing import Any

from server.api.endpoints.row_explanations import RowExplanation
from server.registry.model_signature import ModelSignature, SignatureColumn
from server.storage.orm.endpoint_tables import DeploymentRow

#: A part of a document in JSON.
JsonObject = dict[str, Any]
SCHEMAS = "#/components/schemas/"
JSON_TYPES = {"integer": "integer", "real": "number", "boolean": "boolean"}
EXPLAIN_PARAMETER: JsonObject = {
    "name": "explain",
    "in": "query",
    "description": "Whether each row comes with what moved its answer. JSON, up to 20 rows.",
    "schema": {"type": "boolean", "default": False},
}


def describe_endpoint(name: str, row: DeploymentRow, server: str) -> JsonObject:
    """The document of an endpoint, by the deployment that answers most of its requests."""
    signature = ModelSignature.model_validate(row.signature)
    needed = [one for one in signature.columns if one.required]
    first = row.test_rows[0] if row.test_rows else {one.name: one.example for one in needed}
    example = {one.name: first[one.name] for one in needed if one.name in first}
    schema = {
        "type": "object",
        "required": [one.name for one in needed],
        "properties": {one.name: _describe_column(one) for one in signature.columns},
    }
    rows = {"type": "object", "required": ["rows"], "properties": {"rows": {"type": "array", "items": schema}}}
    explanation = RowExplanation.model_json_schema(ref_template=SCHEMAS + "{model}")
    return {
        "openapi": "3.1.0",
        "info": {"title": name, "version": str(row.number), "description": row.note},
        "servers": [{"url": server}],
        "security": [{"key": []}],
        "components": {
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
            "schemas": {"RowExplanation": explanation, **explanation.pop("$defs")},
        },
        "paths": {f"/endpoints/{name}/score": {"post": _describe_scoring(signature, rows, {"rows": [example]})}},
    }


def _describe_scoring(signature: ModelSignature, rows: JsonObject, example: JsonObject) -> JsonObject:
    content = {
        "application/json": {"schema": rows, "example": example},
        "text/csv": {"schema": {"type": "string"}},
        "application/vnd.apache.arrow.stream": {"schema": {"type": "string", "format": "binary"}},
    }
    return {
        "summary": "Score rows",
        "parameters": [EXPLAIN_PARAMETER],
        "requestBody": {"required": True, "content": content},
        "responses": _describe_answers(signature),
    }


def _describe_column(column: SignatureColumn) -> JsonObject:
    kind = JSON_TYPES.get(column.type, "string")
    described: JsonObject = {"type": [kind, "null"] if column.missing else kind}
    said = []
    if column.minimum is not None and column.maximum is not None:
        said.append(f"In the training data between {column.minimum} and {column.maximum}.")
    if column.levels:
        said.append(f"In the training data one of: {', '.join(column.levels)}.")
    if not column.required:
        said.append("May be left out: no answer depends on it.")
    if column.type == "datetime":
        described["format"] = "date-time"
    return {**described, "description": " ".join(said)} if said else described


def _describe_answers(signature: ModelSignature) -> JsonObject:
    predicted = f"The prediction of {signature.label.name}." if signature.label else "What was computed for the row."
    finding = {
        "type": "object",
        "properties": {
            "kind": {"type": "string"},
            "row": {"type": ["integer", "null"]},
            "column": {"type": "string"},
            "message": {"type": "string"},
        },
    }
    answer = {
        "type": "object",
        "properties": {
            "rows": {"type": "array", "items": {"type": "object", "description": predicted}},
            "deployment": {"type": "integer"},
            "request": {"type": "string"},
            "warnings": {"type": "array", "items": finding},
            "explanations": {
                "type": "array",
                "items": {"anyOf": [{"$ref": f"{SCHEMAS}RowExplanation"}, {"type": "null"}]},
                "description": "With explain=true: what moved the answer of each row.",
            },
        },
    }
    refusal = {
        "type": "object",
        "properties": {"detail": {"type": "string"}, "findings": {"type": "array", "items": finding}},
    }
    described = {"200": {"description": "The scores.", "content": {"application/json": {"schema": answer}}}}
    for status, sentence in (
        ("400", "The request holds no rows."),
        ("401", "The key does not open this endpoint."),
        ("413", "The request has more than 32 MiB."),
        ("415", "The Content-Type is none of these, or the body is compressed."),
        ("422", "Rows were refused; each finding names its row and column."),
        ("429", "The key has sent too many requests. `Retry-After` says when to try again."),
        ("503", "Too many requests wait, or no version answers. `Retry-After` says when to try again."),
    ):
        described[status] = {"description": sentence, "content": {"application/json": {"schema": refusal}}}
    return described
