"""The documentation of the interface."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from server.shell.api_docs import format_type
from tests.live_server import Client, Server
from tests.server.report.parsed_page import ParsedPage


@dataclass(frozen=True)
class ApiDocsVisit:
    """The page, the description that it was drawn from, and what a request without a session gets."""

    page: ParsedPage
    openapi: dict[str, Any]
    answer: httpx.Response
    anonymous_response: httpx.Response


@pytest.fixture(scope="module")
def seen(client: Client, server: Server) -> ApiDocsVisit:
    answer = client.get("/api/docs")
    described = client.request_json("GET", "/api/openapi.json")
    return ApiDocsVisit(ParsedPage(answer.text), described, answer, httpx.get(f"{server.url}/api/docs"))


def test_every_endpoint_is_documented(seen: ApiDocsVisit) -> None:
    for path, methods in seen.openapi["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path} " in seen.page.text


def test_every_parameter_and_field_is_documented(seen: ApiDocsVisit) -> None:
    texts = set(seen.page.texts)
    parameters = {
        parameter["name"]
        for methods in seen.openapi["paths"].values()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
    }
    schemas = seen.openapi["components"]["schemas"]
    foreign = {"HTTPValidationError", "ValidationError"}
    fields = {name for schema in schemas if schema not in foreign for name in schemas[schema].get("properties", {})}
    assert (parameters | fields) - texts == set()


def test_every_link_leads_to_one_place_on_the_page(seen: ApiDocsVisit) -> None:
    anchors = seen.page.get_attribute_values("id")
    assert len(anchors) == len(set(anchors))
    within = {link.removeprefix("#") for link in seen.page.get_attribute_values("href") if link.startswith("#")}
    assert within - set(anchors) == set()


def test_the_page_has_no_script_and_nothing_from_elsewhere(seen: ApiDocsVisit) -> None:
    assert not seen.page.get_tags() & {"script", "iframe", "img"}
    outside = [link for link in seen.page.get_attribute_values("href", "src") if not re.match(r"#|/app/|/api/", link)]
    assert outside == []
    assert "script-src" not in seen.answer.headers["content-security-policy"]
    assert (seen.page.unbalanced, seen.page.open_elements) == ([], [])


def test_the_rules_of_access_are_explained_with_an_example(seen: ApiDocsVisit) -> None:
    for wanted in ("designery link", "X-Requested-By: designery", "Authorization: Bearer", "designery_", "curl -c"):
        assert wanted in seen.page.text


def test_strangers_get_no_documentation(seen: ApiDocsVisit) -> None:
    assert seen.anonymous_response.status_code == 401


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "maxLength": 200}, "text, at most 200 characters"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "whole number or null"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Run"}}, 'list of <a href="#schema-Run">Run</a>'),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "map of number"),
        ({"enum": ["csv", "<b>"]}, "<code>csv</code> or <code>&lt;b&gt;</code>"),
        ({}, "any JSON value"),
    ],
)
def test_schemas_are_put_in_words(schema: dict[str, Any], words: str) -> None:
    assert format_type(schema) == words
