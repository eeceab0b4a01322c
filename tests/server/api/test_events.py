"""The event stream: edits and runs arrive in order, and a reconnect misses nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.pipelines import regression
from tests.serving import Client

Event = dict[str, Any]


@contextmanager
def stream(
    client: Client, design: str, last: int | None = None, *, client_name: str | None = None
) -> Iterator[Iterator[Event]]:
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    query = {} if client_name is None else {"client": client_name}
    with client.stream("GET", f"/api/designs/{design}/events", headers=headers, params=query) as answer:
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


def at(events: Iterator[Event], kind: str) -> Any:
    """The next event of a kind."""
    return next(event["data"] for event in events if event["event"] == kind)


def names(told: Any) -> list[tuple[str, int]]:
    return [(one["client"], one["color"]) for one in told["here"]]


def test_whoever_has_a_design_open_is_told_who_else_has_and_where_they_are(client: Client) -> None:
    design = client.new_design({})
    place = {"client": "b", "pointer": {"x": 10, "y": 20.5}, "selection": ["split"], "sight": None, "away": False}
    with stream(client, design, client_name="a") as ours:
        assert names(at(ours, "presence")) == [("a", 0)]
        with stream(client, design, client_name="b") as theirs:
            assert names(at(ours, "presence")) == names(at(theirs, "presence")) == [("a", 0), ("b", 1)]
            client.checked("POST", f"/api/designs/{design}/presence", json=place)
            told = at(ours, "at")
            assert (told["client"], told["at"]["pointer"], told["at"]["selection"]) == (
                "b",
                {"x": 10.0, "y": 20.5},
                ["split"],
            )
        # The tab has gone: within seconds nobody sees it any more.
        assert names(at(ours, "presence")) == [("a", 0)]
    assert client.request("POST", f"/api/designs/{design}/presence", json=place).status_code == 404


def test_a_tab_that_comes_back_at_once_was_never_away(client: Client) -> None:
    design = client.new_design({})
    with stream(client, design, client_name="a") as ours:
        at(ours, "presence")
        for _ in range(2):
            with stream(client, design, client_name="b") as theirs:
                at(theirs, "presence")
        with stream(client, design, client_name="c"):
            assert names(next(told for told in iter(lambda: at(ours, "presence"), None) if len(told["here"]) > 2)) == [
                ("a", 0),
                ("b", 1),
                ("c", 2),
            ]


def test_comments_come_with_an_id_and_are_not_missed(client: Client) -> None:
    design = client.new_design({})
    thread = client.checked("POST", f"/api/designs/{design}/comments", json={"text": "Why?"})
    with stream(client, design, 0) as events:
        assert at(events, "comments") == {"thread": thread["id"]}


def test_a_design_that_is_not_there_has_no_events(client: Client) -> None:
    never = client.get("/api/designs/never/events")
    assert (never.status_code, never.json()) == (404, client.get("/api/designs/never").json())


def test_events_are_kept_by_no_cache(client: Client) -> None:
    with client.stream("GET", f"/api/designs/{client.new_design({})}/events") as answer:
        assert answer.headers["cache-control"] == "no-store"
