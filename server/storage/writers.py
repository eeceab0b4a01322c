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


class Priority(Enum):
    """How long others that come later may still go first, in seconds: short waits for people, and nobody starves."""

    EDIT = 0.0
    NORMAL = 0.25
    BACKGROUND = 1.0


#: A writer gives up after this long.
PATIENCE_SECONDS = 10.0
#: So many may wait: those beyond would only give up later.
MOST_WAITING = 500


class Overloaded(Exception):
    """Too many want to write, or somebody writes for too long; later it may work."""

    def __str__(self) -> str:
        return "Designery is busy: too much is being saved at once. Try again in a moment."


@dataclass(order=True)
class _Waiter:
    rank: float
    number: int
    granted: threading.Event = field(default_factory=threading.Event, compare=False)
    gone: bool = field(default=False, compare=False)


class WriterQueue:
    """A line of writers, of whom one has the turn. It goes by the time of arrival and by priority."""

    def __init__(self, patience: float = PATIENCE_SECONDS, most: int = MOST_WAITING) -> None:
        self.patience = patience
        self.most = most
        #: How many turns there were, how long all of them have waited for theirs, and how many gave up.
        self.turns, self.waited_seconds, self.refused = 0, 0.0, 0
        self._lock = threading.Lock()
        self._line: list[_Waiter] = []
        self._taken = False
        self._numbers = count()

    @property
    def waiting(self) -> int:
        """How many wait for their turn now."""
        return sum(not waiter.gone for waiter in list(self._line))

    @contextmanager
    def turn(self, priority: Priority = Priority.NORMAL) -> Iterator[None]:
        """Have the turn for the length of a block; raises Overloaded where it does not come in time."""
        began = time.monotonic()
        waiter = self._join(began + priority.value)
        if waiter is not None and not waiter.granted.wait(self.patience):
            self._leave(waiter)
        self.waited_seconds += time.monotonic() - began
        self.turns += 1
        try:
            yield
        finally:
            self._pass_on()

    def _join(self, rank: float) -> _Waiter | None:
        """Take a place in the line; None where the turn is to be had at once."""
        with self._lock:
            if not self._taken:
                self._taken = True
                return None
            if self.waiting >= self.most:
                self.refused += 1
                raise Overloaded
            waiter = _Waiter(rank, next(self._numbers))
            heapq.heappush(self._line, waiter)
            return waiter

    def _leave(self, waiter: _Waiter) -> None:
        """Give up, unless the turn has come just now."""
        with self._lock:
            if waiter.granted.is_set():
                return
            waiter.gone = True
            self.refused += 1
        raise Overloaded

    def _pass_on(self) -> None:
        with self._lock:
            while self._line:
                waiter = heapq.heappop(self._line)
                if not waiter.gone:
                    waiter.granted.set()
                    return
            self._taken = False
