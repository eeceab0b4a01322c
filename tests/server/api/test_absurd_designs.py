"""Designs that no canvas would draw: each is stored, shown, run or refused with a sentence, and none takes long."""

import json
from typing import Any

import httpx
import pytest

from tests.live_server import Client
from tests.small_designs import make_node, make_regression_nodes


def _make_cycle(length: int) -> dict[str, dict[str, Any]]:
    names = [f"n{place}" for place in range(length)]
    return {
        name: make_node("split_data", {}, dataset=f"{names[place - 1]}.results_dataset1")
        for place, name in enumerate(names)
    }


@pytest.mark.parametrize(
    ("nodes", "targets", "sentence"),
    [
        (_make_cycle(1), [], "The connections form a loop: Split Data, Split Data. Remove one of these connections."),
        (
            _make_cycle(2),
            [],
            "The connections form a loop: Split Data, Split Data, Split Data. Remove one of these connections.",
        ),
        (_make_cycle(3_000), [], "2,993 more, Split Data, Split Data. Remove one of these connections."),
        ({**make_regression_nodes(), **_make_cycle(2)}, [], "The connections form a loop"),
        (
            {"a": make_node("")},
            [],
            "Nothing in this design can run here: this server does not have a module without a name.",
        ),
        ({"a": make_node("no_such_module")}, [], "this server does not have a module called 'no_such_module'."),
        ({"a": make_node("x" * 10_000)}, ["a"], "this server does not have a module called"),
        ({}, [], "There is nothing to run. Add a module first."),
    ],
)
def test_what_cannot_run_is_refused_with_the_reason(
    client: Client, nodes: dict[str, Any], targets: list[str], sentence: str
) -> None:
    design = client.create_design(nodes)
    answer = client.post(f"/api/designs/{design}/runs", json={"targets": targets})
    assert answer.status_code == 422, answer.text[:300]
    assert sentence in answer.json()["detail"]
    assert len(answer.json()["detail"]) < 400
    assert client.request_json("GET", f"/api/designs/{design}/runs") == []


def test_what_has_nothing_to_do_with_the_circle_can_be_run_alone(client: Client) -> None:
    design = client.create_design({**make_regression_nodes(), **_make_cycle(2)})
    run = client.run(design, ["split"])
    assert {step["node"]: step["state"] for step in run["steps"]}["split"] in ("succeeded", "reused")


def _make_document(nodes: Any, **more: Any) -> dict[str, Any]:
    return {"document": {"format": 2, "name": "Absurd", "nodes": nodes, **more}}


def _nest_lists(depth: int) -> Any:
    value: Any = 1
    for _ in range(depth):
        value = [value]
    return value


ABSURD_DOCUMENTS: dict[str, dict[str, Any]] = {
    "edges to nowhere": _make_document(
        {"a": make_node("split_data", {}, dataset="gone.port", other="a.nothing", x="")}
    ),
    "edges to itself": _make_document(
        {"a": {"module": "split_data", "inputs": {"dataset": ["a.a", "a.a", "a", ".", ""]}}}
    ),
    "names of prototypes": _make_document(
        {
            "__proto__": make_node("split_data"),
            "constructor": make_node("split_data", {"__proto__": {"polluted": True}}),
        },
        __proto__={"polluted": True},
    ),
    "deep values": _make_document({"a": make_node("split_data", {"fraction": _nest_lists(150)})}),
    "strange groups": _make_document(
        {"a": {"module": "split_data", "group": "g"}}, groups={"g": {"title": "g", "parent": "g"}, "h": 5}
    ),
    "numbers without end": _make_document(
        {"a": {"module": "split_data", "x": 1e308, "y": -1e308, "parameters": {"seed": 10**300}}}
    ),
    "controls": _make_document({"a": {"module": "split_data", "title": "\x00\x1b[31m\u202e", "note": "\x7f" * 1_000}}),
}


@pytest.mark.parametrize("name", ABSURD_DOCUMENTS)
def test_absurd_designs_can_be_looked_at_and_run_or_are_refused(client: Client, name: str) -> None:
    made = client.post("/api/designs", json=ABSURD_DOCUMENTS[name])
    assert made.status_code in (201, 422), made.text[:300]
    if made.status_code == 422:
        assert made.json()["detail"]
        return
    design = made.json()["id"]
    for path in ("", "/export", "/analysis", "/code", "/picture.svg", "/versions", "/runs/latest"):
        answer = client.get(f"/api/designs/{design}{path}")
        assert answer.status_code < 500, f"{path}: {answer.text[:300]}"
    assert client.post(f"/api/designs/{design}/runs", json={}).status_code < 500
    assert client.post("/api/designs", json={"copy_of": design}).status_code == 201


def test_keys_that_come_twice_count_once(client: Client) -> None:
    content = b'{"document": {"nodes": {"a": {"module": "x"}, "a": {"module": "y"}}, "nodes": {"b": {"module": "z"}}}}'
    made = client.post("/api/designs", content=content, headers={"Content-Type": "application/json"})
    assert [*made.json()["document"]["nodes"]] == ["b"]


def test_a_hundred_thousand_nodes_are_refused(client: Client) -> None:
    body = json.dumps(
        _make_document(
            {f"n{place}": make_node("split_data", {}, dataset=f"n{place - 1}.x") for place in range(100_000)}
        )
    )
    made: httpx.Response = client.post("/api/designs", content=body, headers={"Content-Type": "application/json"})
    assert made.status_code == 422
    assert "nodes" in made.json()["detail"]
    assert len(made.json()["detail"]) < 400
