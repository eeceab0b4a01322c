"""The event stream: edits and runs arrive in order, and a reconnect misses nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.pipelines import regression
from tests.serving import Client

Event = dict[str, Any]


@contextmanager
def stream(client: Client, design: str, last: int | None = None) -> Iterator[Iterator[Event]]:
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    with client.stream("GET", f"/api/designs/{design}/events", headers=headers) as answer:
        lines = answer.iter_lines()
        first = next(lines)
        assert first.startswith(":"), first
        yield parsed(lines)


def parsed(lines: Iterator[str]) -> Iterator[Event]:
    event: Event = {}
    for line in lines:
        name, _, value = line.partition(": ")
        if not line and "event" in event:
            yield event
            event = {}
        elif name in ("event", "id"):
            event[name] = value
        elif name == "data":
            event["data"] = json.loads(value)


def put(name: str) -> dict[str, Any]:
    return {"path": ["name"], "value": name}


def test_edits_of_others_arrive_with_their_revision(client: Client) -> None:
    design = client.new_design({})
    with stream(client, design) as events:
        client.edit(design, put("A"))
        event = next(events)
    assert event["event"] == "edits"
    assert (event["data"]["revision"], event["data"]["edits"]) == (1, [put("A")])


def test_a_reconnect_gets_exactly_what_it_missed(client: Client) -> None:
    design = client.new_design({})
    with stream(client, design) as events:
        client.edit(design, put("A"))
        last = int(next(events)["id"])
    for name in "BCD":
        client.edit(design, put(name))
    with stream(client, design, last) as events:
        missed = [next(events)["data"]["edits"][0]["value"] for _ in range(3)]
    assert missed == ["B", "C", "D"]


def test_a_run_tells_its_states_in_order(client: Client) -> None:
    design = client.new_design(regression())
    with stream(client, design) as events:
        client.checked("POST", f"/api/designs/{design}/runs", json={})
        seen: list[str] = []
        for event in events:
            if event["event"] == "run":
                seen.append(event["data"]["state"])
                if event["data"]["state"] in ("succeeded", "failed"):
                    break
    assert seen[0] == "queued"
    assert seen[-1] == "succeeded"
    assert seen.index("running") == 1
