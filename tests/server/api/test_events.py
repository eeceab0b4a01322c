"""The event stream: edits and runs arrive in order, and a reconnect misses nothing."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.live_server import Client
from tests.small_designs import make_regression_nodes

Event = dict[str, Any]


@contextmanager
def open_stream(
    client: Client, design: str, last: int | None = None, *, client_name: str | None = None
) -> Iterator[Iterator[Event]]:
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    query = {} if client_name is None else {"client": client_name}
    with client.stream("GET", f"/api/designs/{design}/events", headers=headers, params=query) as answer:
        lines = answer.iter_lines()
        first = next(lines)
        assert first.startswith(":"), first
        yield parse_events(lines)


def parse_events(lines: Iterator[str]) -> Iterator[Event]:
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


def make_rename_edit(name: str) -> dict[str, Any]:
    return {"path": ["name"], "value": name}


def test_edits_of_others_arrive_with_their_revision(client: Client) -> None:
    design = client.create_design({})
    with open_stream(client, design) as events:
        client.edit(design, make_rename_edit("A"))
        event = next(events)
    assert event["event"] == "edits"
    assert (event["data"]["revision"], event["data"]["edits"]) == (1, [make_rename_edit("A")])


def test_a_reconnect_gets_exactly_what_it_missed(client: Client) -> None:
    design = client.create_design({})
    with open_stream(client, design) as events:
        client.edit(design, make_rename_edit("A"))
        last = int(next(events)["id"])
    for name in "BCD":
        client.edit(design, make_rename_edit(name))
    with open_stream(client, design, last) as events:
        missed = [next(events)["data"]["edits"][0]["value"] for _ in range(3)]
    assert missed == ["B", "C", "D"]


def test_a_run_tells_its_states_in_order(client: Client) -> None:
    design = client.create_design(make_regression_nodes())
    with open_stream(client, design) as events:
        client.request_json("POST", f"/api/designs/{design}/runs", json={})
        seen: list[str] = []
        for event in events:
            if event["event"] == "run":
                seen.append(event["data"]["state"])
                if event["data"]["state"] in ("succeeded", "failed"):
                    break
    assert seen[0] == "queued"
    assert seen[-1] == "succeeded"
    assert seen.index("running") == 1


def find_event(events: Iterator[Event], kind: str) -> Any:
    """The next event of a kind."""
    return next(event["data"] for event in events if event["event"] == kind)


def get_present_clients(told: Any) -> list[tuple[str, int]]:
    return [(one["client"], one["color"]) for one in told["here"]]


def test_whoever_has_a_design_open_is_told_who_else_has_and_where_they_are(client: Client) -> None:
    design = client.create_design({})
    place = {"client": "b", "pointer": {"x": 10, "y": 20.5}, "selection": ["split"], "sight": None, "away": False}
    with open_stream(client, design, client_name="a") as ours:
        assert get_present_clients(find_event(ours, "presence")) == [("a", 0)]
        with open_stream(client, design, client_name="b") as theirs:
            assert (
                get_present_clients(find_event(ours, "presence"))
                == get_present_clients(find_event(theirs, "presence"))
                == [("a", 0), ("b", 1)]
            )
            client.request_json("POST", f"/api/designs/{design}/presence", json=place)
            told = find_event(ours, "at")
            assert (told["client"], told["at"]["pointer"], told["at"]["selection"]) == (
                "b",
                {"x": 10.0, "y": 20.5},
                ["split"],
            )
        # The tab has gone: within seconds nobody sees it any more.
        assert get_present_clients(find_event(ours, "presence")) == [("a", 0)]
    assert client.request("POST", f"/api/designs/{design}/presence", json=place).status_code == 404


def test_a_tab_that_comes_back_at_once_was_never_away(client: Client) -> None:
    design = client.create_design({})
    with open_stream(client, design, client_name="a") as ours:
        find_event(ours, "presence")
        for _ in range(2):
            with open_stream(client, design, client_name="b") as theirs:
                find_event(theirs, "presence")
        with open_stream(client, design, client_name="c"):
            assert get_present_clients(
                next(told for told in iter(lambda: find_event(ours, "presence"), None) if len(told["here"]) > 2)
            ) == [
                ("a", 0),
                ("b", 1),
                ("c", 2),
            ]


def test_comments_come_with_an_id_and_are_not_missed(client: Client) -> None:
    design = client.create_design({})
    thread = client.request_json("POST", f"/api/designs/{design}/threads", json={"text": "Why?"})
    with open_stream(client, design, 0) as events:
        assert find_event(events, "comments") == {"thread": thread["id"]}


def test_a_design_that_is_not_there_has_no_events(client: Client) -> None:
    never = client.get("/api/designs/never/events")
    assert (never.status_code, never.json()) == (404, client.get("/api/designs/never").json())


def test_events_are_kept_by_no_cache(client: Client) -> None:
    with client.stream("GET", f"/api/designs/{client.create_design({})}/events") as answer:
        assert answer.headers["cache-control"] == "no-store"
