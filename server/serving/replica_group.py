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
#: So often it is looked whether anybody has asked at all.
IDLE_CHECK_SECONDS = 30.0

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
        note_onnx: Callable[[ReplicaFacts], None] = lambda _: None,
    ) -> None:
        """`load_onnx` is called in a thread when a replica starts that is to answer by a stored model, and `note_onnx`
        then with what it says of that."""
        self._pool = pool
        self._load_onnx = load_onnx
        self._note_onnx = note_onnx
        #: The model as ONNX that the last replica has made, if it was asked to.
        self.converted = b""
        self.request = request
        self.settings = settings
        self._all: set[Replica] = set()
        self._starting: set[asyncio.Task[None]] = set()
        #: Requests that wait for a replica, in their order.
        self._waiting: deque[asyncio.Future[None]] = deque()
        self._failure: tuple[float, Exception] | None = None
        self._active_count = 0
        self._used_at = 0.0
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
        return (await self._take(0)).introduction

    async def answer(self, header: RequestHeader, body: bytes) -> tuple[ReplicaFacts, bytes]:
        """The answer of a replica. Raises TooBusy, TimeLimitExceeded and NotAvailable."""
        if len(self._waiting) >= MAX_WAITING:
            raise TooBusy
        self._active_count += 1
        try:
            return await self._ask_replica(header, body)
        finally:
            self._active_count -= 1
            self._note_use()
            self._wake_next()

    async def _ask_replica(self, header: RequestHeader, body: bytes) -> tuple[ReplicaFacts, bytes]:
        attempts = 0
        while attempts < MAX_ATTEMPTS:
            replica = await self._take(len(body))
            try:
                return await replica.ask(header, body, self.settings.time_limit_seconds)
            except ReplicaLost as lost:
                self._discard(replica)
                attempts += lost.began  # what stood behind another request is not why the process has ended
            except CannotLoad as error:
                self._discard(replica)
                raise NotAvailable(str(error)) from None
            except TimeoutError:
                self._discard(replica)
                raise TimeLimitExceeded from None
        raise NotAvailable("The process of the deployment ended twice at this request.")

    async def _take(self, size: int) -> Replica:
        """A replica that takes a request of this size; starts some where there are not enough. Raises NotAvailable."""
        found = None if self._waiting else self._find_free(size)
        woken = False
        while found is None:
            try:
                self._start_missing()
            except NotAvailable:
                if not self._all:
                    raise
            await self._wait_turn(again=woken)
            woken = True
            if self._failure is not None and not self._all and not self._starting:
                raise NotAvailable(str(self._failure[1]))
            found = self._find_free(size)
        return found

    def _find_free(self, size: int) -> Replica | None:
        """Of the replicas that can take the request, the one with the fewest before it."""
        free = [one for one in self._all if one.can_take(size)]
        return min(free, key=lambda one: one.load, default=None)

    async def _wait_turn(self, *, again: bool) -> None:
        """Wait until something has changed; who was woken in vain keeps the first place."""
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        (self._waiting.appendleft if again else self._waiting.append)(turn)
        try:
            await turn
        except asyncio.CancelledError:
            with suppress(ValueError):
                self._waiting.remove(turn)
            if not turn.cancelled():
                self._wake_next()
            raise

    def _wake_next(self) -> None:
        while self._waiting:
            turn = self._waiting.popleft()
            if not turn.done():
                turn.set_result(None)
                return

    def _wake_all(self) -> None:
        for _ in range(len(self._waiting)):
            self._wake_next()

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
            replica.on_end(lambda: self._replace_lost(replica))
            if self._is_closed:
                self._discard(replica)
            elif onnx is not None:
                self._wake_all()
                await asyncio.to_thread(self._note_onnx, replica.introduction.get("onnx", {}))
        except (CannotLoad, ReplicaLost, SandboxFailed) as error:
            sentence = getattr(error, "sentence", None) or str(error) or "The process of the deployment ended at once."
            self._failure = (time.monotonic(), NotAvailable(sentence))
            logger.warning("A replica could not be started: %s", sentence)
        finally:
            task = asyncio.current_task()
            assert task is not None
            self._starting.discard(task)
            self._wake_all()

    def _replace_lost(self, replica: Replica) -> None:
        """A process has ended by itself, or was killed: the next one starts before anybody asks."""
        if replica in self._all and not self._is_closed:
            self._discard(replica)
            with suppress(NotAvailable):
                self._start_missing()

    def _discard(self, replica: Replica) -> None:
        """End a replica; another one is started at once if requests wait."""
        if replica not in self._all:
            return
        self._all.discard(replica)
        closing = asyncio.create_task(replica.close(), name="ending a replica")
        self._closing.add(closing)
        closing.add_done_callback(self._closing.discard)
        if self._waiting and not self._is_closed:
            with suppress(NotAvailable):
                self._start_missing()

    def _note_use(self) -> None:
        """The replicas end once nobody has asked for long; a timer for each request would cost more than the answer."""
        self._used_at = time.monotonic()
        if self._idle_timer is None:
            self._schedule_check()

    def _schedule_check(self) -> None:
        seconds = min(self.settings.idle_seconds, IDLE_CHECK_SECONDS)
        self._idle_timer = asyncio.get_running_loop().call_later(seconds, self._end_idle)

    def _end_idle(self) -> None:
        self._idle_timer = None
        if self._active_count or time.monotonic() - self._used_at < self.settings.idle_seconds:
            self._schedule_check()
            return
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
        self._wake_all()
        if self._closing:
            await asyncio.wait(self._closing)
