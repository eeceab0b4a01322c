"""The replicas of one deployment: started at the first request, ended when nobody asks, started again when one dies."""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from server.runs.sandbox.inside.replica_protocol import ReplicaFacts, RequestHeader
from server.runs.sandbox.inside.sandbox_requests import ReplicaRequest
from server.runs.sandbox.sandbox_pool import SandboxPool
from server.runs.sandbox.zygote_channel import SandboxFailed
from server.serving.replica import CannotLoad, Replica, ReplicaLost

#: So many requests wait for a replica; others are told to come again.
MAX_WAITING = 128
#: A request whose replica dies is asked again so often: scoring changes nothing, so that it can be repeated.
MAX_ATTEMPTS = 2
#: After a replica could not be started, requests hear why for so long before it is tried again.
FAILURE_SECONDS = 5.0

logger = logging.getLogger(__name__)


class TooBusy(Exception):
    """Too many requests wait; `seconds` is after how long to try again."""

    seconds = 1


class TimeLimitExceeded(Exception):
    """A request took longer than the endpoint allows."""


class NotAvailable(Exception):
    """No replica can answer; the message says why."""


@dataclass(frozen=True)
class GroupSettings:
    """How many replicas answer, for how long one request, and after how long without one they end."""

    replicas: int = 1
    time_limit_seconds: float = 10.0
    idle_seconds: float = 1800.0


class ReplicaGroup:
    """Answers requests to one deployment. All methods belong to one event loop."""

    def __init__(
        self,
        pool: SandboxPool,
        request: ReplicaRequest,
        settings: GroupSettings,
        load_onnx: Callable[[], bytes | None] = lambda: None,
    ) -> None:
        """`load_onnx` is called in a thread when a replica starts that answers by a stored model."""
        self._pool = pool
        self._load_onnx = load_onnx
        #: The model as ONNX that the last replica has made, if it was asked to.
        self.converted = b""
        self.request = request
        self.settings = settings
        self._idle: deque[Replica] = deque()
        self._all: set[Replica] = set()
        self._starting: set[asyncio.Task[None]] = set()
        self._changed = asyncio.Condition()
        self._failure: tuple[float, Exception] | None = None
        self._waiting_count = 0
        self._active_count = 0
        self._idle_timer: asyncio.TimerHandle | None = None
        self._closing: set[asyncio.Task[None]] = set()
        self._is_closed = False

    @property
    def running_count(self) -> int:
        """How many replicas are ready."""
        return sum(replica.is_running for replica in self._all)

    @property
    def is_starting(self) -> bool:
        return bool(self._starting)

    @property
    def process_ids(self) -> list[int]:
        """What the replicas call their own processes, inside their boundaries."""
        return [replica.introduction["pid"] for replica in self._all if replica.is_running]

    async def warm(self) -> ReplicaFacts:
        """Have a replica ready; returns what it says of itself. Raises NotAvailable."""
        replica = await self._take()
        await self._give_back(replica)
        return replica.introduction

    async def answer(self, header: RequestHeader, body: bytes) -> tuple[ReplicaFacts, bytes]:
        """The answer of a replica. Raises TooBusy, TimeLimitExceeded and NotAvailable."""
        if self._waiting_count >= MAX_WAITING:
            raise TooBusy
        self._active_count += 1
        try:
            for _ in range(MAX_ATTEMPTS):
                replica = await self._take()
                try:
                    async with asyncio.timeout(self.settings.time_limit_seconds):
                        answer = await replica.ask(header, body)
                except ReplicaLost:
                    self._discard(replica)
                    continue
                except CannotLoad as error:
                    self._discard(replica)
                    raise NotAvailable(str(error)) from None
                except TimeoutError:
                    self._discard(replica)
                    raise TimeLimitExceeded from None
                except BaseException:
                    self._discard(replica)  # an answer may still come, to nobody
                    raise
                await self._give_back(replica)
                return answer
            raise NotAvailable("The process of the deployment ended twice at this request.")
        finally:
            self._active_count -= 1
            self._schedule_end()

    async def _take(self) -> Replica:
        """A replica that is free; starts some where there are not enough. Raises NotAvailable."""
        self._waiting_count += 1
        try:
            async with self._changed:
                while True:
                    while self._idle:
                        replica = self._idle.popleft()
                        if replica.is_running:
                            return replica
                        self._discard(replica)
                    self._start_missing()
                    await self._changed.wait()
                    if self._failure is not None and not self._idle and not self._starting:
                        raise NotAvailable(str(self._failure[1]))
        finally:
            self._waiting_count -= 1

    def _start_missing(self) -> None:
        if self._is_closed:
            raise NotAvailable("This deployment no longer answers.")
        if self._failure is not None and time.monotonic() - self._failure[0] < FAILURE_SECONDS:
            raise NotAvailable(str(self._failure[1]))
        while len(self._all) + len(self._starting) < self.settings.replicas:
            task = asyncio.create_task(self._start_replica(), name="starting a replica")
            self._starting.add(task)

    async def _start_replica(self) -> None:
        try:
            onnx = await asyncio.to_thread(self._load_onnx) if self.request.onnx == "stored" else None
            replica = await Replica.start(self._pool, self.request, onnx)
            self.converted = replica.converted
            self._failure = None
            self._all.add(replica)
            self._idle.append(replica)
            replica.on_end(lambda: self._replace_lost(replica))
            if self._is_closed:
                self._discard(replica)
        except (CannotLoad, ReplicaLost, SandboxFailed) as error:
            sentence = getattr(error, "sentence", None) or str(error) or "The process of the deployment ended at once."
            self._failure = (time.monotonic(), NotAvailable(sentence))
            logger.warning("A replica could not be started: %s", sentence)
        finally:
            task = asyncio.current_task()
            assert task is not None
            self._starting.discard(task)
            async with self._changed:
                self._changed.notify_all()

    def _replace_lost(self, replica: Replica) -> None:
        """A process has ended by itself, or was killed: the next one starts before anybody asks."""
        if replica in self._all and not self._is_closed:
            self._discard(replica)
            with suppress(NotAvailable):
                self._start_missing()

    async def _give_back(self, replica: Replica) -> None:
        async with self._changed:
            self._idle.append(replica)
            self._changed.notify()

    def _discard(self, replica: Replica) -> None:
        """End a replica; another one is started at once if requests wait."""
        if replica not in self._all:
            return
        self._all.discard(replica)
        with suppress(ValueError):
            self._idle.remove(replica)
        closing = asyncio.create_task(replica.close(), name="ending a replica")
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        if self._waiting_count and not self._is_closed:
            with suppress(NotAvailable):
                self._start_missing()

    def _schedule_end(self) -> None:
        """End all replicas once nobody has asked for long."""
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        self._idle_timer = asyncio.get_running_loop().call_later(self.settings.idle_seconds, self._end_idle)

    def _end_idle(self) -> None:
        if self._active_count == 0:
            for replica in list(self._all):
                self._discard(replica)

    async def close(self, *, drain_seconds: float = 30.0) -> None:
        """Answer what has come, then end all replicas."""
        until = time.monotonic() + drain_seconds
        while self._active_count and time.monotonic() < until:
            await asyncio.sleep(0.02)
        self._is_closed = True
        if self._idle_timer is not None:
            self._idle_timer.cancel()
        if self._starting:
            await asyncio.wait(self._starting)
        for replica in list(self._all):
            self._discard(replica)
        if self._closing:
            await asyncio.wait(self._closing)
