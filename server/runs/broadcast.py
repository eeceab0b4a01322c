"""From those who change a design or run it to those who watch: a wake-up, and what is too fleeting for the database."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

#: A watcher that falls further behind than this misses progress and log lines; the database still has the log.
FLEETING = 2_000


@dataclass(frozen=True)
class Fleeting:
    """Progress or log lines: sent to whoever is watching now, never replayed."""

    kind: str
    body: dict[str, Any]


@dataclass(eq=False)
class Watcher:
    """One open event stream."""

    awake: asyncio.Event = field(default_factory=asyncio.Event)
    #: Whether the database may hold something new; pointers that move are no reason to look there.
    news: bool = True
    #: Whether the time to look has come without a word.
    overdue: bool = False
    waiting: deque[Fleeting] = field(default_factory=lambda: deque(maxlen=FLEETING))
    #: What only the latest word counts of, by what it is about.
    latest: dict[str, Fleeting] = field(default_factory=dict)

    def looks(self) -> bool:
        """Whether to look into the database now; what comes after this is new again."""
        looks, self.news = self.news, False
        return looks

    def is_overdue(self) -> bool:
        """Whether to ask the database itself, since nobody here has said a word for long."""
        overdue, self.overdue = self.overdue, False
        return overdue

    def taken(self) -> list[Fleeting]:
        """What is to be sent now, and forgotten here."""
        taken = [*self.waiting, *self.latest.values()]
        self.waiting.clear()
        self.latest.clear()
        return taken

    async def wait(self, seconds: float) -> None:
        """Return when there is something to send, or after the time."""
        try:
            await asyncio.wait_for(self.awake.wait(), seconds)
        except TimeoutError:
            self.news = self.overdue = True
            return
        self.awake.clear()


class Broadcast:
    """Watchers by design. All methods are called in the event loop's thread."""

    def __init__(self) -> None:
        self._watchers: dict[str, set[Watcher]] = {}
        self._wakes: dict[str, int] = {}
        self.closing = False
        #: Called with a design that nobody watches any more.
        self.on_unwatched: Callable[[str], None] = lambda _: None

    @property
    def watchers(self) -> int:
        """How many streams are open."""
        return sum(len(watchers) for watchers in self._watchers.values())

    @asynccontextmanager
    async def watching(self, design_id: str) -> AsyncIterator[Watcher]:
        watcher = Watcher()
        self._watchers.setdefault(design_id, set()).add(watcher)
        try:
            yield watcher
        finally:
            self._watchers[design_id].discard(watcher)
            if not self._watchers[design_id]:
                del self._watchers[design_id]
                self._wakes.pop(design_id, None)
                self.on_unwatched(design_id)

    def wakes(self, design_id: str) -> int:
        """How often this design had news while it has been watched."""
        return self._wakes.get(design_id, 0)

    def wake(self, design_id: str) -> None:
        """Something about this design was committed to the database."""
        if design_id in self._watchers:
            self._wakes[design_id] = self.wakes(design_id) + 1
        for watcher in self._watchers.get(design_id, ()):
            watcher.news = True
            watcher.awake.set()

    def send(self, design_id: str, kind: str, body: dict[str, Any]) -> None:
        for watcher in self._watchers.get(design_id, ()):
            watcher.waiting.append(Fleeting(kind, body))
            watcher.awake.set()

    def send_latest(self, design_id: str, about: str, kind: str, body: dict[str, Any]) -> None:
        """As `send`; a watcher that has not been told of the last one is told of this one only."""
        for watcher in self._watchers.get(design_id, ()):
            watcher.latest[about] = Fleeting(kind, body)
            watcher.awake.set()

    def close(self) -> None:
        """End every stream: the server is going down."""
        self.closing = True
        for design_id in list(self._watchers):
            self.wake(design_id)
