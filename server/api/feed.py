"""The latest events of the designs that are watched: read once for all who watch, however many they are."""

import asyncio
import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import anyio.to_thread
from sqlmodel import Session

from server.runs.broadcast import Broadcast
from server.storage import events
from server.storage.database import Database

#: More than this many missed events are not replayed one by one: the browser is told to load anew.
REPLAY = 500
#: So many of the latest events of a design are at hand; who is further behind reads for themselves.
AT_HAND = 100


Found = TypeVar("Found")


class Told(NamedTuple):
    """An event as every stream tells it."""

    id: int
    kind: str
    #: Its body as JSON.
    text: str


@dataclass
class _Tail:
    """The end of a design's log, as far as it is known."""

    #: Everything after the event with this id is in `rows`.
    start: int
    rows: deque[Told] = field(default_factory=deque)
    #: How often the design had been told to have news when this was read.
    wakes: int = -1
    reading: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def end(self) -> int:
        return self.rows[-1].id if self.rows else self.start

    def add(self, rows: list[Told]) -> None:
        self.rows.extend(rows)
        while len(self.rows) > AT_HAND:
            self.start = self.rows.popleft().id


class Feed:
    """What happened to designs, for the event streams of this process. Used in the event loop's thread."""

    def __init__(self, database: Database, broadcast: Broadcast) -> None:
        self._database = database
        self._broadcast = broadcast
        self._tails: dict[str, _Tail] = {}
        broadcast.on_unwatched = self._forget

    def _forget(self, design_id: str) -> None:
        self._tails.pop(design_id, None)

    async def newest(self, design_id: str) -> int:
        """The id of the newest event of a design."""
        return await self._read(events.newest, design_id)

    async def since(self, design_id: str, position: int, *, look: bool = False) -> list[Told]:
        """The events after a position, oldest first, REPLAY at most. With `look` the database is asked for news of
        which nobody here was told."""
        tail = self._tails.get(design_id)
        if tail is None:
            tail = self._tails[design_id] = _Tail(position)
        if position < tail.start:
            return await self._read(_told_since, design_id, position, REPLAY)
        async with tail.reading:
            wakes = self._broadcast.wakes(design_id)
            if look or wakes != tail.wakes:
                rows = await self._read(_told_since, design_id, tail.end, REPLAY)
                if len(rows) == REPLAY:
                    self._forget(design_id)
                    return rows
                tail.add(rows)
                tail.wakes = wakes
        if position < tail.start:
            return await self._read(_told_since, design_id, position, REPLAY)
        return [row for row in tail.rows if row.id > position]

    async def _read(self, read: Callable[..., Found], *arguments: object) -> Found:
        def reading() -> Found:
            with self._database.reading() as session:
                return read(session, *arguments)

        return await anyio.to_thread.run_sync(reading)


def _told_since(session: Session, design_id: str, position: int, limit: int) -> list[Told]:
    rows = events.since(session, design_id, position, limit)
    return [Told(row.id or 0, row.kind, json.dumps(row.body)) for row in rows]
