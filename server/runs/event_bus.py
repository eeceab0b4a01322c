"""From those who change a design or run it to those who watch: wake-ups, and what is too brief for the database."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

#: A subscriber that falls further behind than this misses progress and log lines; the database still has the log.
MAX_PENDING_EVENTS = 2_000


@dataclass(frozen=True)
class EphemeralEvent:
    """Progress or log lines: sent to whoever is watching now, never replayed."""

    kind: str
    body: dict[str, Any]


@dataclass(eq=False)
class Subscriber:
    """One open event stream."""

    wakeup: asyncio.Event = field(default_factory=asyncio.Event)
    #: Whether the database may hold something new; pointers that move are no reason to look there.
    has_news: bool = True
    #: Whether the time to look has come without a word.
    overdue: bool = False
    pending: deque[EphemeralEvent] = field(default_factory=lambda: deque(maxlen=MAX_PENDING_EVENTS))
    #: What only the latest word counts of, by what it is about.
    latest: dict[str, EphemeralEvent] = field(default_factory=dict)

    def consume_news(self) -> bool:
        """Whether to look into the database now; what comes after this is new again."""
        had_news, self.has_news = self.has_news, False
        return had_news

    def consume_overdue(self) -> bool:
        """Whether to ask the database itself, since nobody here has said a word for long."""
        overdue, self.overdue = self.overdue, False
        return overdue

    def drain(self) -> list[EphemeralEvent]:
        """What is to be sent now, and forgotten here."""
        events = [*self.pending, *self.latest.values()]
        self.pending.clear()
        self.latest.clear()
        return events

    async def wait(self, seconds: float) -> None:
        """Return when there is something to send, or after the time."""
        try:
            await asyncio.wait_for(self.wakeup.wait(), seconds)
        except TimeoutError:
            self.has_news = self.overdue = True
            return
        self.wakeup.clear()


class EventBus:
    """Subscribers by design. All methods are called in the event loop's thread."""

    def __init__(self) -> None:
        self._subscribers: dict[str, set[Subscriber]] = {}
        self._wake_counts: dict[str, int] = {}
        self.closing = False
        #: Called with a design that nobody watches any more.
        self.on_last_unsubscribed: Callable[[str], None] = lambda _: None

    @property
    def subscriber_count(self) -> int:
        """How many streams are open."""
        return sum(len(subscribers) for subscribers in self._subscribers.values())

    @asynccontextmanager
    async def subscribe(self, design_id: str) -> AsyncIterator[Subscriber]:
        subscriber = Subscriber()
        self._subscribers.setdefault(design_id, set()).add(subscriber)
        try:
            yield subscriber
        finally:
            self._subscribers[design_id].discard(subscriber)
            if not self._subscribers[design_id]:
                del self._subscribers[design_id]
                self._wake_counts.pop(design_id, None)
                self.on_last_unsubscribed(design_id)

    def count_wakes(self, design_id: str) -> int:
        """How often this design had news while it has been watched."""
        return self._wake_counts.get(design_id, 0)

    def wake(self, design_id: str) -> None:
        """Something about this design was committed to the database."""
        if design_id in self._subscribers:
            self._wake_counts[design_id] = self.count_wakes(design_id) + 1
        for subscriber in self._subscribers.get(design_id, ()):
            subscriber.has_news = True
            subscriber.wakeup.set()

    def send(self, design_id: str, kind: str, body: dict[str, object]) -> None:
        for subscriber in self._subscribers.get(design_id, ()):
            subscriber.pending.append(EphemeralEvent(kind, body))
            subscriber.wakeup.set()

    def send_latest(self, design_id: str, about: str, kind: str, body: dict[str, object]) -> None:
        """As `send`; a subscriber that has not been sent the last one is sent this one only."""
        for subscriber in self._subscribers.get(design_id, ()):
            subscriber.latest[about] = EphemeralEvent(kind, body)
            subscriber.wakeup.set()

    def close(self) -> None:
        """End every stream: the server is going down."""
        self.closing = True
        for design_id in list(self._subscribers):
            self.wake(design_id)
