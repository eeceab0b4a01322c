"""Designs through the interface: making, editing, deleting, exporting, and what is refused."""

import json
from typing import Any

import httpx
import pytest

from tests.live_server import Client, Server
from tests.small_designs import make_regression_nodes


def test_a_design_is_made_edited_and_found_again(client: Client) -> None:
    design = client.create_design({}, "Fresh")
    assert client.edit(design, {"path": ["name"], "value": "Renamed"}) == 1
    state = client.request_json("GET", f"/api/designs/{design}")
    assert (state["revision"], state["document"]["name"]) == (1, "Renamed")
    assert client.request_json("GET", "/api/designs")[0]["name"] == "Renamed"


def test_an_edit_sent_twice_is_applied_once(client: Client) -> None:
    design = client.create_design({})
    edit = {"path": ["description"], "value": "x"}
    assert client.edit(design, edit, key="same") == client.edit(design, edit, key="same") == 1


def test_an_edit_that_would_leave_no_design_is_refused_and_nothing_changes(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    body = {"client": "t", "id": "bad", "label": "", "edits": [{"path": ["nodes", "split", "inputs"], "value": 5}]}
    answer = client.post(f"/api/designs/{design}/edits", json=body)
    assert answer.status_code == 422
    assert "not a Designery design" in answer.json()["detail"]
    assert client.request_json("GET", f"/api/designs/{design}")["revision"] == 0


def test_a_deleted_design_is_gone_until_it_is_restored(client: Client) -> None:
    design = client.create_design({}, "Gone")
    client.request_json("DELETE", f"/api/designs/{design}")
    answer = client.get(f"/api/designs/{design}")
    assert (answer.status_code, answer.json()) == (
        404,
        {"detail": "This design does not exist. It may have been deleted."},
    )
    assert client.request_json("POST", f"/api/designs/{design}/restore")["document"]["name"] == "Gone"


def test_a_copy_is_a_design_of_its_own(client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Original")
    copy = client.request_json("POST", "/api/designs", json={"copy_of": design})
    assert copy["document"]["name"] == "Original (copy)"
    client.edit(copy["id"], {"path": ["nodes", "split"]})
    assert "split" in client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]


def test_an_exported_design_imports_as_it_was(client: Client) -> None:
    design = client.create_design(make_regression_nodes(), "Ümlaut / slash")
    answer = client.get(f"/api/designs/{design}/export")
    assert answer.headers["content-disposition"].endswith('.design.json"')
    document = json.loads(answer.text)
    imported = client.request_json("POST", "/api/designs", json={"document": document})
    assert imported["document"] == document
    assert imported["trusted"] is False


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"{", "The body is not JSON"),
        (
            b'{"document": {"nodes": {"a": {"module": "x", "x": NaN}}}}',
            "NaN at document.nodes.a.x is not a number in JSON",
        ),
        (b'{"document": ' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested more than 200 levels deep"),
        (b'{"document": {"nodes": {"a": {"module": 7}}}}', "not a Designery design: nodes.a.module"),
        (b'{"document": {"format": 99}}', "not a Designery design: format"),
        (b'{"document": {"name": "' + b"x" * 300 + b'"}}', "not a Designery design: name"),
        (b'{"unknown": ' + b"9" * 6_000 + b"}", "99999999… with 6,000 characters at unknown is too large"),
        (b'{"document": {"parameters": {"p": 1e999}}}', "the number 1e999 at document.parameters.p is too large"),
    ],
    ids=["broken", "NaN", "deep", "module", "format", "name", "digits", "infinity"],
)
def test_absurd_bodies_are_refused_with_a_sentence(client: Client, body: bytes, sentence: str) -> None:
    answer = client.post("/api/designs", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code in (400, 422)
    assert sentence in answer.json()["detail"]


def test_the_analysis_tells_columns_and_problems_before_any_run(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes["train"]["parameters"] = {"label": "z"}
    analysis = client.request_json("GET", f"/api/designs/{client.create_design(nodes)}/analysis")
    table = analysis["tables"][analysis["schemas"]["split.results_dataset1"]]
    assert [column["name"] for column in table["columns"]] == ["a", "b", "y"]
    assert [problem["field"] for problem in analysis["problems"]] == ["label"]


def test_the_analysis_tells_each_different_table_once(client: Client) -> None:
    nodes = make_regression_nodes()
    nodes |= {f"{name}_again": one for name, one in make_regression_nodes().items() if not one["inputs"]}
    analysis = client.request_json("GET", f"/api/designs/{client.create_design(nodes)}/analysis")
    told = [json.dumps(table) for table in analysis["tables"]]
    assert len(set(told)) == len(told)
    assert analysis["schemas"]["data_again.dataset"] == analysis["schemas"]["data.dataset"]
    known = {place for place in analysis["schemas"].values() if place is not None}
    assert known == set(range(len(told)))


def test_nodes_changed_since_their_last_run_are_named(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    client.run(design)
    assert client.request_json("GET", f"/api/designs/{design}/analysis")["changed"] == []
    client.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.5})
    changed = client.request_json("GET", f"/api/designs/{design}/analysis")["changed"]
    assert set(changed) == {"split", "train", "score", "evaluate"}


def test_edits_of_two_clients_on_one_design_both_stay(client: Client, server: Server) -> None:
    design = client.create_design(make_regression_nodes())
    with_other_cookie: httpx.Client = server.open_client()
    assert isinstance(with_other_cookie, Client)
    client.edit(design, {"path": ["nodes", "split", "x"], "value": 1})
    with_other_cookie.edit(design, {"path": ["nodes", "split", "parameters", "fraction"], "value": 0.9})
    node: dict[str, Any] = client.request_json("GET", f"/api/designs/{design}")["document"]["nodes"]["split"]
    assert (node["x"], node["parameters"]["fraction"]) == (1, 0.9)
    with_other_cookie.close()


def test_the_schema_of_design_files_is_published(client: Client) -> None:
    schema = client.request_json("GET", "/api/designs/schema")
    assert schema["title"] == "Designery design"


def test_a_design_that_is_trusted_can_be_trusted_and_looked_at_again(client: Client) -> None:
    design = client.create_design({"a": {"module": "enter_data_manually"}})
    for what in ("trust", "review"):
        state = client.request_json("POST", f"/api/designs/{design}/{what}")
        assert (state["trusted"], list(state["document"]["nodes"])) == (True, ["a"])
