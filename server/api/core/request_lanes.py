"""Heavy requests have lanes of their own: a few at once, with a time limit, and they end when the client hangs up.

So a thousand of them, answered or abandoned, leave the threads and most of the processor to all others.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from starlette.types import Message

from server.api.core.answer_turns import AnswerTurns
from server.api.core.strict_json_requests import StrictJsonRequest, StrictRoute
from server.api.core.table_queries import CLIENT_CLOSED_REQUEST, DISCONNECT_POLL_SECONDS
from server.graph.cancellation import cancellation_scope
from server.storage.table_data.row_query import CancelToken, QueryCancelled

TIME_LIMIT_SECONDS = 60.0
MAX_WAITING = 64
BUSY_RETRY_SECONDS = 5
TIMED_OUT_MESSAGE = (
    f"This took longer than {TIME_LIMIT_SECONDS:.0f} s and was stopped: the design is very large. Try again when the "
    "server is less busy, or work on a part of the design."
)
BUSY_MESSAGE = "The server is busy with other large designs. Try again in a few seconds."
ABANDONED_MESSAGE = "The request was cancelled."

RequestHandler = Callable[[Request], Awaitable[Response]]


class _LaneTimeout(Exception):
    """The answer was not there in time."""


class _LaneFull(Exception):
    """So many wait already that one more would wait for too long."""


@dataclass
class _RequestDeadline(CancelToken):
    """Ends the work on an answer that nobody waits for, or that takes too long."""

    deadline: float = field(default_factory=lambda: time.monotonic() + TIME_LIMIT_SECONDS)

    def raise_if_cancelled(self) -> None:
        if self.cancel_event.is_set():
            raise QueryCancelled
        if time.monotonic() > self.deadline:
            raise _LaneTimeout


class RequestLane:
    """So many answers at once; others wait for their turn, in the order in which they came."""

    def __init__(self, at_once: int, at_most: int | None = None) -> None:
        """`at_most` counts those in that take long, beside which others begin."""
        self.turns = AnswerTurns(at_once, at_most or at_once)
        self._waiting = 0

    async def run(self, request: Request, handler: RequestHandler) -> Response:
        """What the handler answers; a sentence where it took too long or too many wait."""
        stop = _RequestDeadline()
        watching = asyncio.create_task(_watch_client(request, stop))
        try:
            async with self._take_turn(stop):
                with cancellation_scope(stop.raise_if_cancelled):
                    return await handler(request)
        except QueryCancelled:
            return _build_refusal(CLIENT_CLOSED_REQUEST, ABANDONED_MESSAGE)
        except _LaneTimeout:
            return _build_refusal(503, TIMED_OUT_MESSAGE)
        except _LaneFull:
            return _build_refusal(503, BUSY_MESSAGE)
        finally:
            stop.cancel_event.set()
            watching.cancel()

    @asynccontextmanager
    async def _take_turn(self, stop: _RequestDeadline) -> AsyncIterator[None]:
        turns = self.turns.get_semaphore()
        if turns.locked():
            await self._wait_for_turn(turns, stop)
        else:
            await turns.acquire()
        with self.turns.hold_turn():
            stop.raise_if_cancelled()
            yield

    async def _wait_for_turn(self, turns: asyncio.Semaphore, stop: _RequestDeadline) -> None:
        if self._waiting >= MAX_WAITING:
            raise _LaneFull
        self._waiting += 1
        acquiring = asyncio.ensure_future(turns.acquire())
        try:
            while not (await asyncio.wait({acquiring}, timeout=DISCONNECT_POLL_SECONDS))[0]:
                stop.raise_if_cancelled()
        except BaseException:
            if not acquiring.cancel() and not acquiring.cancelled():
                turns.release()
            raise
        finally:
            self._waiting -= 1


async def _watch_client(request: Request, stop: CancelToken) -> None:
    """Ask the work to end once the client has hung up."""
    with suppress(asyncio.CancelledError):
        while not await request.is_disconnected():
            await asyncio.sleep(DISCONNECT_POLL_SECONDS)
        stop.cancel_event.set()


def _build_refusal(status: int, sentence: str) -> Response:
    headers = {"Retry-After": str(BUSY_RETRY_SECONDS)} if status == 503 else None
    return JSONResponse({"detail": sentence}, status_code=status, headers=headers)


def _repeat_body(request: Request, body: bytes) -> Request:
    """A request whose body has been read, to be read once more."""
    left: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return left.pop() if left else await request.receive()

    return Request(request.scope, receive)


class LanedRoute(StrictRoute):
    """A route whose answers are made in a lane."""

    lane: ClassVar[RequestLane]

    def get_route_handler(self) -> Any:
        handler = super().get_route_handler()

        async def handle_in_lane(request: Request) -> Response:
            # Whoever watches whether the client is there takes what comes from it: the body has to be here before.
            body = await StrictJsonRequest(request.scope, request.receive).body()
            return await self.lane.run(request, lambda _: handler(_repeat_body(request, body)))

        return handle_in_lane


class AnalysisRoute(LanedRoute):
    """What each edit asks for: one small design after another, and large ones beside them. Who has waited is told of
    the newest revision, which may be known by then."""

    lane = RequestLane(1, at_most=4)


class ExportRoute(LanedRoute):
    """What is asked for now and then: code, pictures, comparisons."""

    lane = RequestLane(2)
