"""Who writes next: the writers of this process follow one another fairly, and none waits without end.

SQLite lets one transaction write at a time, and has the others ask again and again, in no order. Here they stand in a
line instead. Its busy timeout is left for other processes, such as the command line.
"""

import heapq
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from itertools import count


class WritePriority(Enum):
    """How long others that come later may still go first, in seconds: short waits for people, and nobody starves."""

    EDIT = 0.0
    NORMAL = 0.25
    BACKGROUND = 1.0


#: A writer gives up when the line has stood still for this long. One that moves is waited for, though not for ever:
#: on a machine that is busy with other things each turn takes longer, and nobody holds it up.
WRITER_TIMEOUT_SECONDS, MAX_WAIT_SECONDS = 10.0, 40.0
#: So many may wait: those beyond would only give up later.
MAX_WAITING_WRITERS = 500


class DatabaseOverloaded(Exception):
    """Too many want to write, or somebody writes for too long; later it may work."""

    def __str__(self) -> str:
        return "Designery is busy because too much is being saved at once. Try again in a moment."


@dataclass(order=True)
class _Waiter:
    rank: float
    number: int
    turn_granted: threading.Event = field(default_factory=threading.Event, compare=False)
    has_left: bool = field(default=False, compare=False)


class WriterQueue:
    """A line of writers, of whom one has the turn. It goes by the time of arrival and by priority."""

    def __init__(
        self,
        timeout: float = WRITER_TIMEOUT_SECONDS,
        max_waiting: int = MAX_WAITING_WRITERS,
        max_wait: float = MAX_WAIT_SECONDS,
    ) -> None:
        self.timeout = timeout
        self.max_wait = max_wait
        self.max_waiting = max_waiting
        #: How many turns there were, how long all of them have waited for theirs, and how many gave up.
        self.turn_count, self.waited_seconds, self.refused_count = 0, 0.0, 0
        self._lock = threading.Lock()
        self._heap: list[_Waiter] = []
        self._is_taken = False
        self._numbers = count()

    @property
    def waiting_count(self) -> int:
        """How many wait for their turn now."""
        return sum(not waiter.has_left for waiter in list(self._heap))

    @contextmanager
    def take_turn(self, priority: WritePriority = WritePriority.NORMAL) -> Iterator[None]:
        """Have the turn for the length of a block; raises DatabaseOverloaded where it does not come in time."""
        began = time.monotonic()
        waiter = self._join(began + priority.value)
        if waiter is not None:
            self._await_turn(waiter)
        self.waited_seconds += time.monotonic() - began
        self.turn_count += 1
        try:
            yield
        finally:
            self._pass_on()

    def _join(self, rank: float) -> _Waiter | None:
        """Take a place in the line; None where the turn is to be had at once."""
        with self._lock:
            if not self._is_taken:
                self._is_taken = True
                return None
            if self.waiting_count >= self.max_waiting:
                self.refused_count += 1
                raise DatabaseOverloaded
            waiter = _Waiter(rank, next(self._numbers))
            heapq.heappush(self._heap, waiter)
            return waiter

    def _await_turn(self, waiter: _Waiter) -> None:
        """Wait for as long as others have their turns; raises DatabaseOverloaded."""
        until = time.monotonic() + self.max_wait
        while True:
            turns_before = self.turn_count
            if waiter.turn_granted.wait(self.timeout):
                return
            if self.turn_count == turns_before or time.monotonic() > until:
                self._leave(waiter)
                return

    def _leave(self, waiter: _Waiter) -> None:
        """Give up, unless the turn has come just now."""
        with self._lock:
            if waiter.turn_granted.is_set():
                return
            waiter.has_left = True
            self.refused_count += 1
        raise DatabaseOverloaded

    def _pass_on(self) -> None:
        with self._lock:
            while self._heap:
                waiter = heapq.heappop(self._heap)
                if not waiter.has_left:
                    waiter.turn_granted.set()
                    return
            self._is_taken = False
