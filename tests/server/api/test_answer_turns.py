"""What only looks something up is computed in turn; edits, and finding out who asks, never stand behind it."""

import asyncio
import inspect
import threading
from collections.abc import Iterator

import anyio.to_thread
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from httpx import ASGITransport, AsyncClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse

from server.api.core import answer_turns
from server.api.core.answer_turns import AnswerTurns
from server.api.core.permissions import Route
from server.api.core.request_guard import RequestGuard
from server.api.core.request_lanes import AnalysisRoute
from server.api.core.strict_json_requests import READING_TURNS, StrictRoute
from server.auth.open_streams import OpenStreams
from tests.server.route_permissions import FULL_ROUTES

pytestmark = pytest.mark.anyio
FOREVER = 3_600.0
#: What an endpoint asks for that has to wait for the database or the disk.
WAITING_DEPENDENCIES = {
    "_find_shown_chart",
    "_find_shown_table",
    "_find_whole_table",
    "_get_table_path",
    "_open_read_session",
    "_open_write_session",
    "_require_design",
    "_require_guest",
}


@pytest.fixture
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_turns, "PATIENCE_SECONDS", FOREVER)


@pytest.fixture
def opened() -> Iterator[threading.Event]:
    """Lets those go on that wait in threads."""
    event = threading.Event()
    yield event
    event.set()


async def start_holders(turns: AnswerTurns, count: int, ending: asyncio.Event) -> tuple[list[int], asyncio.Task[None]]:
    """Whoever has begun so far, of `count` who keep their turn until the end."""
    begun: list[int] = []

    async def hold(number: int) -> None:
        await turns.get_semaphore().acquire()
        with turns.hold_turn():
            begun.append(number)
            await ending.wait()

    async def hold_all() -> None:
        await asyncio.gather(*(hold(number) for number in range(count)))

    task = asyncio.create_task(hold_all())
    for _ in range(10):
        await asyncio.sleep(0)
    return begun, task


@pytest.mark.usefixtures("patient")
async def test_the_next_one_begins_when_the_one_before_has_ended() -> None:
    turns, ending = AnswerTurns(1), asyncio.Event()
    begun, task = await start_holders(turns, 3, ending)
    assert begun == [0]
    ending.set()
    await task
    assert begun == [0, 1, 2]


async def test_beside_slow_ones_others_begin_up_to_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_turns, "PATIENCE_SECONDS", 0)
    turns, ending = AnswerTurns(1, at_most=3), asyncio.Event()
    begun, task = await start_holders(turns, 5, ending)
    while len(begun) < 3:
        await asyncio.sleep(0)
    for _ in range(100):
        await asyncio.sleep(0)
    assert begun == [0, 1, 2]
    ending.set()
    await task
    assert begun == [0, 1, 2, 3, 4]
    assert turns.get_semaphore()._value == 1


@pytest.mark.usefixtures("patient")
async def test_analyses_are_computed_one_after_another() -> None:
    ending = asyncio.Event()
    begun, task = await start_holders(AnalysisRoute.lane.turns, 2, ending)
    assert begun == [0]
    ending.set()
    await task


@pytest.mark.usefixtures("patient")
async def test_an_edit_does_not_stand_behind_what_is_looked_up(opened: threading.Event) -> None:
    app, looking = FastAPI(), list[str]()
    app.router.route_class = StrictRoute

    @app.get("/list")
    def read_list() -> str:
        looking.append("list")
        opened.wait()
        return "list"

    @app.get("/state")
    async def read_state() -> str:
        return "state"

    @app.post("/edits")
    def save_edit() -> str:
        return "saved"

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        lists = [asyncio.create_task(client.get("/list")) for _ in range(READING_TURNS.at_once + 2)]
        while len(looking) < READING_TURNS.at_once:
            await asyncio.sleep(0)
        assert (await client.post("/edits")).json() == "saved"
        assert (await client.get("/state")).json() == "state"
        assert len(looking) == READING_TURNS.at_once
        opened.set()
        assert {(await one).json() for one in lists} == {"list"}


async def test_who_asks_is_found_out_while_all_threads_are_held() -> None:
    async def answer(scope: object, receive: object, send: object) -> None:
        await PlainTextResponse("done")(scope, receive, send)  # type: ignore[arg-type]

    asked: list[Request | str | None] = []
    guard = RequestGuard(
        answer,
        authenticate=lambda cookie, *_: asked.append(cookie),
        streams=OpenStreams(),
        hosts=["test"],
        cookie_name="cookie",
        open_paths=[],
        advice="Sign in.",
    )
    threads = anyio.to_thread.current_default_thread_limiter()
    holders = [object() for _ in range(int(threads.available_tokens))]
    for holder in holders:
        threads.acquire_on_behalf_of_nowait(holder)
    try:
        async with AsyncClient(
            transport=ASGITransport(guard), base_url="http://test", cookies={"cookie": "a"}
        ) as client:
            answered = await asyncio.wait_for(client.get("/api/designs"), 60)
    finally:
        for holder in holders:
            threads.release_on_behalf_of(holder)
    assert (answered.status_code, asked) == (401, ["a"])


def is_edit(route: Route) -> bool:
    return route.path == "/api/designs/{design_id}/edits" and "POST" in (route.methods or ())


def list_thread_dependencies(dependant: Dependant) -> Iterator[str]:
    """The functions that FastAPI calls in a thread, before the endpoint."""
    for one in dependant.dependencies:
        assert one.call is not None
        if not inspect.iscoroutinefunction(one.call):
            yield one.call.__name__
        yield from list_thread_dependencies(one)


def test_only_what_asks_the_database_or_the_disk_is_called_in_a_thread_before_an_answer() -> None:
    """Each change of the thread costs an edit a wait for all that compute."""
    found = {name for route in FULL_ROUTES for name in list_thread_dependencies(route.dependant)}
    assert found == WAITING_DEPENDENCIES
    (edits,) = (route for route in FULL_ROUTES if is_edit(route))
    assert list(list_thread_dependencies(edits.dependant)) == []
