"""Event streams stay few and small, whoever opens them: one person, many over a link, somebody who comes back late."""

from collections import Counter
from contextlib import ExitStack, closing
from typing import Any

import anyio
import httpx
import pytest

from server.auth.open_streams import OpenStreams, limit_link_streams, limit_person_streams
from tests.live_server import Client, Server, wait_until
from tests.server.api.share_links import API_HEADERS
from tests.server.api.test_events import open_stream
from tests.small_designs import make_node

LONG_TEXT = "a\n" + "1\n" * 2_100_000


def test_one_stream_too_many_of_a_person_is_refused_until_another_is_closed(own_server: Server) -> None:
    client = own_server.open_client()
    with ExitStack() as tabs:
        tabs.enter_context(closing(client))
        design = client.create_design({})
        limits = httpx.Limits(max_connections=None)
        many = httpx.Client(base_url=own_server.url, headers=API_HEADERS, cookies=client.cookies, limits=limits)
        tabs.enter_context(many)

        def open_tab() -> httpx.Response:
            answer = tabs.enter_context(many.stream("GET", f"/api/designs/{design}/events"))
            if answer.is_success:
                lines.append(answer.iter_lines())  # a stream whose lines nobody holds any more is closed
                assert "watching" in next(lines[-1])
            return answer

        lines: list[Any] = []
        answers = [open_tab() for _ in range(limit_person_streams("local").max_count)]
        refused = open_tab()
        assert refused.status_code == 429
        assert refused.headers["Retry-After"]
        assert "too many times" in refused.read().decode()
        listening = many.get("/api/me/notifications/events")
        assert listening.status_code == 429
        answers[0].close()
        wait_until(lambda: open_tab().is_success or None, "a place to be free", 20)


@pytest.mark.anyio
async def test_a_stream_counts_for_as_long_as_it_is_open() -> None:
    streams, limit = OpenStreams(), limit_link_streams("one")
    with ExitStack() as tabs:
        for _ in range(limit.max_count):
            assert streams.find_refusal([limit]) is None
            tabs.enter_context(streams.register((), anyio.CancelScope(), [limit]))
        assert streams.find_refusal([limit]) == limit.refusal
        assert streams.find_refusal([limit_link_streams("other")]) is None
    assert streams.find_refusal([limit]) is None
    assert streams._counts == Counter()


def test_a_change_that_is_too_long_for_streams_has_them_load_the_design(client: Client) -> None:
    design = client.create_design({"data": make_node("enter_data_manually", {"data": "a\n1\n"})})
    with open_stream(client, design) as events:
        client.edit(design, {"path": ["nodes", "data", "parameters", "data"], "value": LONG_TEXT})
        event = next(events)
        assert (event["event"], event["data"]) == ("reset", {})
        client.edit(design, {"path": ["name"], "value": "B"})
        assert next(events)["data"]["edits"][0]["value"] == "B"
    with open_stream(client, design, last=0) as events:
        assert next(events)["event"] == "reset"
