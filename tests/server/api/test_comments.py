"""Comments: threads on nodes, ports, versions and the design, answered, resolved, rewritten and deleted."""

from typing import Any

import pytest

from tests.live_server import Client
from tests.small_designs import make_regression_nodes


@pytest.fixture
def design(client: Client) -> str:
    return client.create_design(make_regression_nodes())


def list_threads(client: Client, design: str) -> list[dict[str, Any]]:
    body: list[dict[str, Any]] = client.request_json("GET", f"/api/designs/{design}/threads")
    return body


def create_thread(client: Client, design: str, **about: Any) -> dict[str, Any]:
    thread: dict[str, Any] = client.request_json(
        "POST", f"/api/designs/{design}/threads", json={"text": "Why?", **about}
    )
    return thread


def test_a_thread_is_about_a_node_a_port_a_version_or_the_design(client: Client, design: str) -> None:
    version = client.request_json("POST", f"/api/designs/{design}/versions", json={"name": "First"})
    create_thread(client, design, node="split", title="Split Data")
    create_thread(client, design, node="split", port="output.results_dataset1", title="Split Data")
    create_thread(client, design, version=version["id"], title="First")
    create_thread(client, design)
    about = [(one["node"], one["port"], one["version"], one["title"]) for one in list_threads(client, design)]
    assert about == [
        ("split", None, None, "Split Data"),
        ("split", "output.results_dataset1", None, "Split Data"),
        (None, None, version["id"], "First"),
        (None, None, None, ""),
    ]


def test_a_thread_is_answered_resolved_and_opened_again_by_an_answer(client: Client, design: str) -> None:
    thread = create_thread(client, design)
    path = f"/api/designs/{design}/threads/{thread['id']}"
    client.request_json("POST", f"{path}/comments", json={"text": "Because."})
    resolved = client.request_json("PUT", f"{path}/resolution", json={"resolved": True})
    assert (resolved["resolved_by"], resolved["resolved_at"] is not None) == ("You", True)
    again = client.request_json("POST", f"{path}/comments", json={"text": "Not quite."})
    assert again["resolved_at"] is None
    assert [(one["text"], one["person"], one["own"]) for one in again["comments"]] == [
        ("Why?", "You", True),
        ("Because.", "You", True),
        ("Not quite.", "You", True),
    ]


def test_a_comment_is_written_anew_and_the_last_one_takes_its_thread_with_it(client: Client, design: str) -> None:
    thread = create_thread(client, design)
    path = f"/api/designs/{design}/threads/{thread['id']}/comments/{thread['comments'][0]['id']}"
    written = client.request_json("PATCH", path, json={"text": "How?"})["comments"][0]
    assert (written["text"], written["edited_at"] is not None) == ("How?", True)
    client.request_json("DELETE", path)
    assert list_threads(client, design) == []
    assert client.request("DELETE", path).status_code == 404


def test_comments_outlive_the_module_that_they_are_about(client: Client, design: str) -> None:
    create_thread(client, design, node="split", title="Split Data")
    client.edit(design, {"path": ["nodes", "split"]})
    assert [one["title"] for one in list_threads(client, design)] == ["Split Data"]


@pytest.mark.parametrize("text", ["", "  \n ", "x" * 10_001])
def test_a_comment_has_something_to_say(client: Client, design: str, text: str) -> None:
    assert client.request("POST", f"/api/designs/{design}/threads", json={"text": text}).status_code == 422


def test_a_thread_of_another_design_is_not_there(client: Client, design: str) -> None:
    thread = create_thread(client, design)
    other = client.create_design({})
    answer = client.request("POST", f"/api/designs/{other}/threads/{thread['id']}/comments", json={"text": "Hm."})
    assert answer.status_code == 404


def test_comments_travel_in_a_file_only_where_that_is_wanted(client: Client) -> None:
    design = client.create_design({"clean": {"module": "clean_missing_data"}}, "With comments")
    client.request_json("POST", f"/api/designs/{design}/threads", json={"text": "Why the mean?", "node": "clean"})
    assert "comments" not in client.request_json("GET", f"/api/designs/{design}/export")
    file = client.request_json("GET", f"/api/designs/{design}/export?comments=true")
    made = client.request_json("POST", "/api/designs", json={"document": file})
    [thread] = client.request_json("GET", f"/api/designs/{made['id']}/threads")
    [comment] = thread["comments"]
    assert (thread["node"], comment["text"], comment["own"]) == ("clean", "Why the mean?", False)
    assert comment["person"] == "Owner (from a file)"
    assert "comments" not in made["document"]
    copy = client.request_json("POST", "/api/designs", json={"copy_of": design})
    assert client.request_json("GET", f"/api/designs/{copy['id']}/threads") == []
    broken = client.post("/api/designs", json={"document": {**file, "comments": [{"comments": "no list"}]}})
    assert broken.status_code == 422
