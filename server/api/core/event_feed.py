"""The latest events of the designs that are watched: read once for all who watch, however many they are."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

import anyio.to_thread

from server.runs.event_bus import EventBus
from server.storage.database import Database
from server.storage.stores import event_log
from server.storage.stores.event_log import EventText

#: More than this many missed events, or longer ones, are not replayed one by one: the browser is told to load anew.
MAX_REPLAYED_EVENTS, MAX_REPLAYED_CHARACTERS = 500, 4_000_000
#: So many of the latest events of a design are at hand; who is further behind reads for themselves.
TAIL_LENGTH = 100


ReadResult = TypeVar("ReadResult")


@dataclass
class _EventTail:
    """The end of a design's log, as far as it is known."""

    #: Everything after the event with this id is in `rows`.
    start: int
    rows: deque[EventText] = field(default_factory=deque)
    #: How long the texts of `rows` are together.
    length: int = 0
    #: How often the design had been told to have news when this was read.
    seen_wakes: int = -1
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def end(self) -> int:
        return self.rows[-1].id if self.rows else self.start

    def add(self, rows: list[EventText]) -> None:
        self.rows.extend(rows)
        self.length += sum(len(row.text) for row in rows)
        while len(self.rows) > TAIL_LENGTH or self.length > MAX_REPLAYED_CHARACTERS:
            dropped = self.rows.popleft()
            self.start = dropped.id
            self.length -= len(dropped.text)


class EventFeed:
    """What happened to designs, for the event streams of this process. Used in the event loop's thread."""

    def __init__(self, database: Database, broadcast: EventBus) -> None:
        self._database = database
        self._broadcast = broadcast
        self._tails: dict[str, _EventTail] = {}
        broadcast.on_last_unsubscribed = self._drop_tail

    def _drop_tail(self, design_id: str) -> None:
        self._tails.pop(design_id, None)

    async def read_newest_id(self, design_id: str) -> int:
        """The id of the newest event of a design."""
        return await self._read_in_thread(event_log.get_newest_event_id, design_id)

    async def read_since(
        self, design_id: str, position: int, *, check_database: bool = False
    ) -> list[EventText] | None:
        """The events after a position, oldest first; None where they are too many or too long to be replayed. With
        `check_database` it is asked for news of which nobody here was told."""
        tail = self._tails.get(design_id)
        if tail is None:
            tail = self._tails[design_id] = _EventTail(position)
        if position < tail.start:
            return await self._load_events(design_id, position)
        async with tail.lock:
            wakes = self._broadcast.count_wakes(design_id)
            if check_database or wakes != tail.seen_wakes:
                rows = await self._load_events(design_id, tail.end)
                if rows is None:
                    self._drop_tail(design_id)
                    return None
                tail.add(rows)
                tail.seen_wakes = wakes
        if position < tail.start:
            return await self._load_events(design_id, position)
        return [row for row in tail.rows if row.id > position]

    async def _load_events(self, design_id: str, position: int) -> list[EventText] | None:
        return await self._read_in_thread(
            event_log.load_event_texts, design_id, position, MAX_REPLAYED_EVENTS, MAX_REPLAYED_CHARACTERS
        )

    async def _read_in_thread(self, read: Callable[..., ReadResult], *arguments: object) -> ReadResult:
        def read_in_session() -> ReadResult:
            with self._database.read_session() as session:
                return read(session, *arguments)

        return await anyio.to_thread.run_sync(read_in_session)
