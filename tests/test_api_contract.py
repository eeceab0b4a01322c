"""The description of the interface says all of it: a test per promise, over every operation."""

import re
from collections.abc import Iterator
from typing import Any, get_args

import httpx
import pytest
from pydantic import ValidationError

from modules.kit.ports import PORT_TYPES, PortType
from server.api.core.openapi_description import (
    METHODS,
    REFUSALS,
    REFUSALS_BY_TAG,
    iterate_operations,
    shorten_operation_id,
)
from server.main import create_app
from server.settings import Settings
from tests.declared_answers import check_declared

MAX_OPERATION_ID = 40
#: Objects whose keys are not ours to name, each with why.
FREE_FORM = {
    "AutomatedMLView.cross_validation": "values of parameters by name: the module declares them",
    "AutomatedMLView.split": "values of parameters by name: the module declares them",
    "CandidateModule.parameters": "values of parameters by name: the module declares them",
    "AuditEntryRead.details": "what is noted differs from action to action, and old entries stay",
    "Design.parameters": "of a use to come: documents keep what is in it",
    "ModuleDraftCreate.parameters": "values of parameters by name: the module declares them",
    "ModuleRead.parameters": "a JSON schema, as its standard has it; `widgets` say the same with types",
    "Node.parameters": "values of parameters by name: the module declares them",
    "PipelineRunCreate.parameters": "values of parameters by name: the pipeline declares them",
    "PipelineRunRead.parameters": "values of parameters by name: the pipeline declares them",
    "TriggerCreated.parameters": "values of parameters by name: the pipeline declares them",
    "TriggerFields.parameters": "values of parameters by name: the pipeline declares them",
    "TriggerRead.parameters": "values of parameters by name: the pipeline declares them",
    "SweptRun.values": "values of settings by `node.parameter`: the modules declare them",
    "PreviewModel.metrics": "the metrics of a model, some of which a script may have named",
    "DesignCreate.document": "any document of any version or make: it is upgraded and then checked",
    "DocumentToCheck.document": "any document of any version or make: it is upgraded and then checked",
    "DocumentToWrite.document": "any document of any version or make: it is upgraded and then checked",
    "CodeToRead.document": "any document of any version or make: it is upgraded and then checked",
    "SavedGroup.groups": "looks, which are no reason to refuse anything",
    "SavedGroup.notes": "looks, which are no reason to refuse anything",
    "readDesignSchema": "a JSON schema, as its standard has it",
}


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    return create_app(Settings(mode="team")).openapi()


def test_names_of_operations_are_short_and_unique(description: dict[str, Any]) -> None:
    names = [operation["operationId"] for _, _, operation in iterate_operations(description)]
    assert len(set(names)) == len(names) > 150
    assert [name for name in names if len(name) > MAX_OPERATION_ID or not re.fullmatch(r"[a-z][A-Za-z]+", name)] == []


def test_the_name_of_an_operation_is_that_of_its_function() -> None:
    made = shorten_operation_id("list_runs_api_runs__run_id__get", "/api/runs/{run_id}", "get")
    assert made == "listRuns"


def test_every_operation_says_how_it_refuses(description: dict[str, Any]) -> None:
    for path, method, operation in iterate_operations(description):
        refusals = {status: answer for status, answer in operation["responses"].items() if status >= "4"}
        assert all(answer["$ref"].endswith(f"Refusal{status}") for status, answer in refusals.items()), (method, path)
        assert set(refusals) >= {"401", "403", "500", "503"}, (method, path)
        assert "404" in refusals or "{" not in path, (method, path)
    answers = description["components"]["responses"]
    assert {f"Refusal{status}" for status in REFUSALS} == set(answers)
    shapes = {str(answer["content"]["application/json"]["schema"]) for answer in answers.values()}
    assert shapes == {"{'$ref': '#/components/schemas/ErrorRead'}"}
    assert "HTTPValidationError" not in description["components"]["schemas"]


def test_the_nouns_of_the_refusals_exist(description: dict[str, Any]) -> None:
    nouns = {tag for _, _, operation in iterate_operations(description) for tag in operation["tags"]}
    assert set(REFUSALS_BY_TAG) <= nouns
    assert not [noun for noun in nouns if "kept" in noun]


def test_every_query_parameter_says_what_it_is(description: dict[str, Any]) -> None:
    silent = [
        f"{operation['operationId']}.{parameter['name']}"
        for _, _, operation in iterate_operations(description)
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query" and not parameter.get("description")
    ]
    assert silent == []


def test_objects_have_a_shape(description: dict[str, Any]) -> None:
    found = {place for place, schema in _list_places(description) if _is_free_form(schema)}
    assert sorted(found - set(FREE_FORM)) == [], "Give it a model, or say in FREE_FORM why its keys are anybody's."
    assert sorted(set(FREE_FORM) - found) == [], "These have a shape now."


def test_a_client_of_the_tests_minds_what_is_not_declared() -> None:
    request = httpx.Request("GET", "http://127.0.0.1/api/designs/some/analysis")
    check_declared(httpx.Response(404, request=request, json={"detail": "Gone."}))
    with pytest.raises(ValidationError, match="reason"):
        check_declared(httpx.Response(404, request=request, json={"detail": "Gone.", "reason": "none"}))
    with pytest.raises(AssertionError, match="GET /api/designs/some/analysis answers 418"):
        check_declared(httpx.Response(418, request=request))


def test_port_types_are_the_types_of_ports() -> None:
    assert get_args(PortType) == tuple(PORT_TYPES)


def _list_places(description: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Every field of a named schema, and every body and answer of an operation that has none."""
    for name, schema in description["components"]["schemas"].items():
        if name != "JsonValue":
            for field, inner in schema.get("properties", {"": schema}).items():
                for part in _walk(inner):
                    yield f"{name}.{field}".rstrip("."), part
    for _, method, operation in iterate_operations(description):
        assert method in METHODS
        contents = [operation.get("requestBody", {}), *operation["responses"].values()]
        for content in contents:
            for media in content.get("content", {}).values():
                for part in _walk(media.get("schema", {})):
                    yield operation["operationId"], part


def _walk(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        yield schema
        for inner in schema.values():
            yield from _walk(inner)
    elif isinstance(schema, list):
        for inner in schema:
            yield from _walk(inner)


def _is_free_form(schema: dict[str, Any]) -> bool:
    """Whether nothing is said of the values of an object but that they are JSON."""
    if schema.get("type") != "object" or schema.get("properties"):
        return False
    patterns = list(schema.get("patternProperties", {}).values())
    inner = patterns[0] if patterns else schema.get("additionalProperties", True)
    return inner in (True, {}) or inner == {"$ref": "#/components/schemas/JsonValue"}
