"""Heavy requests have lanes of their own: a few at once, with a time limit, and they end when the client hangs up.

So a thousand of them, answered or abandoned, leave the threads and most of the processor to all others.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, ClassVar
from weakref import WeakKeyDictionary

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from server.api.answers import StrictRoute
from server.api.tables import GONE, LOOK_SECONDS
from server.graph.patience import patience
from server.storage.selecting import Stop, Stopped

SECONDS = 60.0
MOST_WAITING = 64
RETRY_SECONDS = 5
TOO_LONG = (
    f"This took longer than {SECONDS:.0f} s and was stopped: the design is very large. Try again when the server "
    "has less to do, or take a part of the design."
)
TOO_MANY = "The server is busy with other large designs. Try again in a few seconds."
NOBODY_WAITS = "Nobody waits for this any more."

Handler = Callable[[Request], Awaitable[Response]]


class _TooLong(Exception):
    """The answer was not there in time."""


class _TooMany(Exception):
    """So many wait already that one more would wait for too long."""


@dataclass
class _Patience(Stop):
    """Ends the work on an answer that nobody waits for, or that takes too long."""

    until: float = field(default_factory=lambda: time.monotonic() + SECONDS)

    def check(self) -> None:
        if self.asked.is_set():
            raise Stopped
        if time.monotonic() > self.until:
            raise _TooLong


class Lane:
    """So many answers at once; others wait for their turn, in the order in which they came."""

    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()
        self._waiting = 0

    async def answer(self, request: Request, handler: Handler) -> Response:
        """What the handler answers; a sentence where it took too long or too many wait."""
        stop = _Patience()
        watching = asyncio.create_task(_watch(request, stop))
        try:
            async with self._turn(stop):
                with patience(stop.check):
                    return await handler(request)
        except Stopped:
            return _refusal(GONE, NOBODY_WAITS)
        except _TooLong:
            return _refusal(503, TOO_LONG)
        except _TooMany:
            return _refusal(503, TOO_MANY)
        finally:
            stop.asked.set()
            watching.cancel()

    @asynccontextmanager
    async def _turn(self, stop: _Patience) -> AsyncIterator[None]:
        loop = asyncio.get_running_loop()
        turns = self._turns.setdefault(loop, asyncio.Semaphore(self._at_once))
        if turns.locked():
            await self._wait(turns, stop)
        else:
            await turns.acquire()
        try:
            stop.check()
            yield
        finally:
            turns.release()

    async def _wait(self, turns: asyncio.Semaphore, stop: _Patience) -> None:
        if self._waiting >= MOST_WAITING:
            raise _TooMany
        self._waiting += 1
        turn = asyncio.ensure_future(turns.acquire())
        try:
            while not (await asyncio.wait({turn}, timeout=LOOK_SECONDS))[0]:
                stop.check()
        except BaseException:
            if not turn.cancel() and not turn.cancelled():
                turns.release()
            raise
        finally:
            self._waiting -= 1


async def _watch(request: Request, stop: Stop) -> None:
    """Ask the work to end once the client has hung up."""
    with suppress(asyncio.CancelledError):
        while not await request.is_disconnected():
            await asyncio.sleep(LOOK_SECONDS)
        stop.asked.set()


def _refusal(status: int, sentence: str) -> Response:
    headers = {"Retry-After": str(RETRY_SECONDS)} if status == 503 else None
    return JSONResponse({"detail": sentence}, status_code=status, headers=headers)


class LanedRoute(StrictRoute):
    """A route whose answers are made in a lane."""

    lane: ClassVar[Lane]

    def get_route_handler(self) -> Any:
        handler = super().get_route_handler()

        async def laned(request: Request) -> Response:
            return await self.lane.answer(request, handler)

        return laned


class AnalysisRoute(LanedRoute):
    """What each edit asks for, of small designs and of large ones."""

    lane = Lane(4)


class ExportRoute(LanedRoute):
    """What is asked for now and then: code, pictures, comparisons."""

    lane = Lane(2)
