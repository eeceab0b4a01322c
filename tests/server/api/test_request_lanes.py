"""Heavy requests that nobody waits for any more end, and the others are answered as if there were none."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from httpx import ASGITransport, AsyncClient
from starlette.responses import PlainTextResponse
from starlette.types import Message, Receive, Scope, Send

from server.api.core.request_guard import RequestGuard
from server.api.core.request_lanes import BUSY_MESSAGE, LanedRoute, RequestLane, _RequestDeadline
from server.auth.open_streams import OpenStreams
from server.graph.cancellation import cancellation_scope, check_cancellation
from server.storage.table_data.row_query import QueryCancelled
from tests.benchmarks.design_shapes import make_script_chain
from tests.live_server import Server

NODES = 3_000
ABANDONED_REQUESTS = 20


def read_cpu_seconds(server: Server) -> float:
    """What the server's own process has used of the processors."""
    assert server.process is not None
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def abandon_request(server: Server, path: str, cookies: str) -> None:
    """Ask for something, and go away before the answer comes."""
    with socket.create_connection(("127.0.0.1", server.port)) as line:
        host = f"127.0.0.1:{server.port}"
        lines = [f"GET {path} HTTP/1.1", f"Host: {host}", "X-Requested-By: designery", f"Cookie: {cookies}"]
        line.sendall("\r\n".join([*lines, "", ""]).encode())


def test_twenty_that_hung_up_leave_the_server_to_the_others(tmp_path: Path, closing_later: ExitStack) -> None:
    server = Server(tmp_path / "home").start()
    try:
        client = closing_later.enter_context(closing(server.open_client()))
        large, small = client.create_design(make_script_chain(NODES)), client.create_design(make_script_chain(3))
        client.request_json("GET", f"/api/designs/{large}/code")  # what is made once is made
        before = read_cpu_seconds(server)
        client.request_json("GET", f"/api/designs/{large}/code")
        one = read_cpu_seconds(server) - before
        cookies = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        before = read_cpu_seconds(server)
        for _ in range(ABANDONED_REQUESTS):
            abandon_request(server, f"/api/designs/{large}/code", cookies)
        assert client.get("/healthz").json() == {"status": "ok"}
        assert client.edit(small, {"path": ["name"], "value": "Quick"}) == 1
        # It has its turn in the same lane: behind all that were abandoned.
        assert client.request_json("GET", f"/api/designs/{small}/code")["text"]
        assert read_cpu_seconds(server) - before < ABANDONED_REQUESTS / 2 * one
    finally:
        server.stop()


@pytest.fixture
def closing_later() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def app() -> FastAPI:
    return FastAPI()


def test_what_waits_for_its_turn_leaves_the_queue_when_nobody_waits_for_it() -> None:
    async def played() -> tuple[int, int]:
        lane, stop = RequestLane(1), _RequestDeadline()
        async with lane._take_turn(_RequestDeadline()):
            waiting = asyncio.create_task(entered(lane, stop))
            await asyncio.sleep(0)
            stop.cancel_event.set()
            with pytest.raises(QueryCancelled):
                await waiting
        async with lane._take_turn(_RequestDeadline()):
            return lane._waiting, 1

    async def entered(lane: RequestLane, stop: _RequestDeadline) -> None:
        async with lane._take_turn(stop):
            raise AssertionError("Nobody waited for this.")

    assert asyncio.run(played()) == (0, 1)


def test_so_many_wait_and_one_more_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch, app: FastAPI) -> None:
    monkeypatch.setattr("server.api.core.request_lanes.MAX_WAITING", 0)
    lane, free = RequestLane(1), threading.Event()

    async def slow(_: Request) -> object:
        await asyncio.to_thread(free.wait)
        return {}

    @app.get("/")
    async def heavy(request: Request) -> object:
        return await lane.run(request, slow)  # type: ignore[arg-type]

    async def asked() -> tuple[int, str, object]:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
            first = asyncio.create_task(client.get("/"))
            while not lane.turns.get_semaphore().locked():
                await asyncio.sleep(0)
            refused = await client.get("/")
            free.set()
            await first
            return refused.status_code, refused.headers["Retry-After"], refused.json()

    assert asyncio.run(asked()) == (503, "5", {"detail": BUSY_MESSAGE})


@pytest.mark.anyio
async def test_what_waits_for_its_turn_keeps_its_body(app: FastAPI) -> None:
    class OneAtATime(LanedRoute):
        lane = RequestLane(1)

    app.router.route_class = OneAtATime

    @app.post("/length")
    async def measure(words: list[str]) -> int:
        return len(words)

    body: list[Message] = [{"type": "http.request", "body": b'["a", "b"]', "more_body": False}]
    waited, sent = asyncio.Event(), []

    async def receive() -> Message:
        if not body:
            waited.set()
            await asyncio.Event().wait()
        return body.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json")]
    scope = {"type": "http", "method": "POST", "path": "/length", "headers": headers, "query_string": b""}
    turns = OneAtATime.lane.turns.get_semaphore()
    await turns.acquire()
    answering = asyncio.create_task(app(scope, receive, send))
    # Whoever watches whether the client is there has looked by now.
    await asyncio.wait_for(waited.wait(), 30)
    turns.release()
    await asyncio.wait_for(answering, 30)
    assert sent[0]["status"] == 200
    assert sent[1]["body"] == b"2"


def test_a_loop_over_nodes_ends_where_it_is_asked_to() -> None:
    def ends() -> None:
        raise QueryCancelled

    check_cancellation()
    with cancellation_scope(ends), pytest.raises(QueryCancelled):
        check_cancellation()
    check_cancellation()


@pytest.mark.anyio
async def test_a_request_that_begins_in_the_context_of_an_ended_one_is_not_ended_with_it() -> None:
    """As the second one on a connection, where the first made it wait for its body."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        check_cancellation()
        await PlainTextResponse("done")(scope, receive, send)

    guard = RequestGuard(
        answer,
        authenticate=lambda *_: None,
        streams=OpenStreams(),
        hosts=["test"],
        cookie_name="cookie",
        open_paths=["/open"],
        advice="",
    )
    ended = _RequestDeadline()
    ended.cancel_event.set()
    async with AsyncClient(transport=ASGITransport(guard), base_url="http://test") as client:
        with cancellation_scope(ended.raise_if_cancelled):
            assert (await client.get("/open")).text == "done"
