"""The documentation of the interface."""

import re
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from server.pages.api_docs import type_of
from tests.server.pages.reading import Page
from tests.serving import Client, Server


@dataclass(frozen=True)
class Visit:
    """The page, the description that it was drawn from, and what a stranger gets."""

    page: Page
    described: dict[str, Any]
    answer: httpx.Response
    stranger: httpx.Response


@pytest.fixture(scope="module")
def seen(client: Client, server: Server) -> Visit:
    answer = client.get("/api/docs")
    described = client.checked("GET", "/api/openapi.json")
    return Visit(Page(answer.text), described, answer, httpx.get(f"{server.url}/api/docs"))


def test_every_endpoint_is_documented(seen: Visit) -> None:
    for path, methods in seen.described["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path} " in seen.page.text


def test_every_parameter_and_field_is_documented(seen: Visit) -> None:
    told = set(seen.page.texts)
    parameters = {
        parameter["name"]
        for methods in seen.described["paths"].values()
        for operation in methods.values()
        for parameter in operation.get("parameters", [])
    }
    schemas = seen.described["components"]["schemas"]
    foreign = {"HTTPValidationError", "ValidationError"}
    fields = {name for schema in schemas if schema not in foreign for name in schemas[schema].get("properties", {})}
    assert (parameters | fields) - told == set()


def test_every_link_leads_to_one_place_on_the_page(seen: Visit) -> None:
    anchors = seen.page.values("id")
    assert len(anchors) == len(set(anchors))
    within = {link.removeprefix("#") for link in seen.page.values("href") if link.startswith("#")}
    assert within - set(anchors) == set()


def test_the_page_has_no_script_and_nothing_from_elsewhere(seen: Visit) -> None:
    assert not seen.page.tags() & {"script", "iframe", "img"}
    outside = [link for link in seen.page.values("href", "src") if not re.match(r"#|/app/|/api/", link)]
    assert outside == []
    assert "script-src" not in seen.answer.headers["content-security-policy"]
    assert (seen.page.crossed, seen.page.open) == ([], [])


def test_the_rules_of_access_are_explained_with_an_example(seen: Visit) -> None:
    for wanted in ("designery link", "X-Requested-By: designery", "Authorization: Bearer", "designery_", "curl -c"):
        assert wanted in seen.page.text


def test_strangers_get_no_documentation(seen: Visit) -> None:
    assert seen.stranger.status_code == 401


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
    assert type_of(schema) == words
