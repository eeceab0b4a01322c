"""Columns that a step throws away before anything reads them: a request and a batch may leave them out."""

import html
import json

import httpx
import pytest

from tests.live_server import Client, Server
from tests.server.serving.service_designs import Json, make_inference_design, make_service_nodes, upload_houses
from tests.server.serving.test_batches import read_scores
from tests.server.serving.test_broken_batches import get_error, pack_files, score
from tests.server.serving.test_predictions import create_endpoint, get_example, get_signature
from tests.small_designs import make_node
from tests.team_server import API_HEADERS

PATH = "/endpoints/thrifty/score"
CLEANED_PATH = "/endpoints/cleaned/score"


@pytest.fixture(scope="module")
def endpoint(client: Client) -> Json:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    return create_endpoint(client, "thrifty", design=make_inference_design(client, nodes, "Thrifty"))


def test_a_column_that_is_thrown_away_may_be_left_out_of_requests(client: Client, endpoint: Json) -> None:
    columns = get_signature(client, endpoint)["signature"]["columns"]
    assert {one["name"]: one["required"] for one in columns} == {
        "rooms": True, "size": True, "town": True, "garden": True, "dear": False,
    }  # fmt: skip
    row = get_example(client, endpoint)
    without = {name: value for name, value in row.items() if name != "dear"}
    whole = client.request_json("POST", PATH, json=[row])
    answered = client.request_json("POST", PATH, json=[without])
    assert (answered["rows"], answered["warnings"]) == (whole["rows"], [])
    # Given, its values do not matter either.
    odd = client.request_json("POST", PATH, json=[{**row, "dear": 7}])
    assert (odd["rows"], odd["warnings"]) == (whole["rows"], [])
    refused = client.request("POST", PATH, json=[{name: value for name, value in row.items() if name != "town"}])
    assert (refused.status_code, refused.json()["detail"]) == (422, "Column 'town' is not in the request.")
    drift = client.request_json("GET", f"/api/endpoints/{endpoint['id']}/drift")
    assert "dear" not in [one["name"] for one in drift["columns"]]
    document = client.request_json("GET", "/endpoints/thrifty/openapi.json")
    rows = document["paths"][PATH]["post"]["requestBody"]["content"]["application/json"]["schema"]
    item = rows["properties"]["rows"]["items"]
    assert item["required"] == ["rooms", "size", "town", "garden"]
    assert item["properties"]["dear"]["description"].endswith("May be left out: no answer depends on it.")


def test_the_page_of_an_endpoint_says_how_it_is_called(client: Client, server: Server, endpoint: Json) -> None:
    page = client.get("/endpoints/thrifty/openapi")
    assert page.status_code == 200, page.text
    assert page.headers["content-type"].startswith("text/html")
    text = html.unescape(page.text)
    example = get_example(client, endpoint)
    needed = {name: example[name] for name in ("rooms", "size", "town", "garden")}
    assert f"curl -X POST {server.url}{PATH}" in text
    assert json.dumps({"rows": [needed]}) in text
    assert "In the training data one of: Ash, Elm, Oak." in text
    assert "May be left out: no answer depends on it." in text
    assert "Retry-After says when to try again." in text
    assert '<a href="#schema-RowExplanation">' in text
    assert 'id="schema-RowExplanation"' in text
    assert text.count('<span class="need">optional') == 2  # the column that may be left out, and the parameter
    with httpx.Client(base_url=server.url) as stranger:
        assert stranger.get("/endpoints/thrifty/openapi").status_code == 401


def test_a_form_does_not_ask_for_it(client: Client, server: Server, endpoint: Json) -> None:
    body = {"title": "Houses", "text": ""}
    token = client.request_json("PUT", f"/api/endpoints/{endpoint['id']}/form", json=body)["token"]
    with httpx.Client(base_url=server.url, headers=API_HEADERS, timeout=60) as stranger:
        opened = stranger.post("/endpoints/form/open", json={"token": token}).json()
        names = [one["name"] for one in opened["signature"]["columns"]]
        assert (names, [*opened["example"]]) == (["rooms", "size", "town", "garden"],) * 2
        answer = stranger.post("/endpoints/form/predict", json={"token": token, "row": opened["example"]}).json()
        assert (len(answer["rows"]), answer["warnings"]) == (1, [])


def test_a_batch_may_lack_what_is_thrown_away_and_nothing_else(client: Client, endpoint: Json) -> None:
    names, good = "rooms,size,town,garden\n", "3,50,Oak,true\n"
    whole = score(client, endpoint, "whole.zip", pack_files(a="dear," + names + "yes," + good))
    fewer = score(client, endpoint, "fewer.zip", pack_files(a=names + good))
    assert [row["Scored Labels"] for row in read_scores(client, fewer)] == [
        row["Scored Labels"] for row in read_scores(client, whole)
    ]
    lacking = score(client, endpoint, "lacking.zip", pack_files(a=names + good * 200, b="rooms,size,city\n3,4,Oak\n"))
    assert get_error(lacking) == (
        "b.csv lacks the columns 'town' and 'garden', which the endpoint takes. No rows were scored."
    )


def list_optional(client: Client, endpoint: Json) -> set[str]:
    columns = get_signature(client, endpoint)["signature"]["columns"]
    return {one["name"] for one in columns if not one["required"]}


def test_a_column_that_a_cleaning_removes_may_be_left_out(client: Client) -> None:
    """`size` has gaps: the cleaning removes it."""
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    nodes["clean"]["parameters"] = {"cleaning_mode": "Remove entire column"}
    nodes["scale"]["parameters"] = {"columns_to_transform": {"start": "none", "names": ["rooms"]}}
    made = create_endpoint(client, "cleaned", design=make_inference_design(client, nodes, "Cleaned"))
    assert list_optional(client, made) == {"size", "dear"}
    answered = client.request_json("POST", CLEANED_PATH, json=[{"rooms": 3, "town": "Oak", "garden": True}])
    assert (len(answered["rows"]), answered["warnings"]) == (1, [])


def test_a_column_that_something_may_have_read_is_required(client: Client) -> None:
    nodes = make_service_nodes(upload_houses(client), "linear_regression", "price")
    squared = {
        "operation": "Square",
        "column_set": {"start": "none", "names": ["rooms"]},
    }
    nodes["math"] = make_node("apply_math_operation", squared, dataset="data.dataset")
    nodes["select"]["inputs"] = {"dataset": "math.results_dataset"}
    made = create_endpoint(client, "reading", design=make_inference_design(client, nodes, "Reading"))
    assert list_optional(client, made) == set()
